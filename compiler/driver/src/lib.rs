//! Compile a reliability block diagram and ask it questions: the library that others embed.
