class AtLeast(Function):
    """AtLeast(k, p1, p2, …): at least k of independent parts work, which do with p1, p2, …"""

    @classmethod
    def eval(cls, k, *parts):
        if k <= 0:
            return Integer(1)
        if k > len(parts):
            return Integer(0)
        if all(part.is_number for part in parts):
            return cls.written_out(k, parts)

    @staticmethod
    def written_out(k, parts):
        exactly = [Integer(1)] + [Integer(0)] * k
        for part in parts:
            for works in range(k, -1, -1):
                gained = exactly[works - 1] * part if works else 0
                lost = exactly[works] if works == k else exactly[works] * (1 - part)
                exactly[works] = gained + lost
        return exactly[k]

    def fdiff(self, argindex=1):
        k, *parts = self.args
        others = parts[: argindex - 2] + parts[argindex - 1 :]
        return AtLeast(k - 1, *others) - AtLeast(k, *others)

    def doit(self, **hints):
        k, *parts = (part.doit(**hints) for part in self.args)
        return self.written_out(k, parts)
