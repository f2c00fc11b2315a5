"""The kinds of offence in the sample: how common each is, what is recorded of it, and of whom.

How common: about the counts of Merseyside in the Home Office's open data of 2017/18. The shares of flags,
victims and suspects are inventions of the sample. Classes whose group moved between vintages (deaths by
driving) or that no file shows (8T, 8U, 104A, 104B) are left out, so that no assumption decides a total.
"""

from dataclasses import dataclass

from svtool.synthetic.chance import Weighted

# Of 100 offences: how many carry each flag, have a victim who is a person, have a suspect. `female`: of the
# victims. `past`: committed long before. `weight`: of the counted kinds, relative to each other; of the
# others, the number in a full year. Weight 0: the number follows from the published figures.
COUNTED_TABLE = """
class weight knife firearm weapon corrosive domestic hate county victim suspect female ages  past
1          0     0       0      0         0        0    0      0      0      90     30  0-95    0
4.1        0     0       0      0         0        0    0      0      0      90     30  0-95    0
4.2        0     0       0      0         0        0    0      0      0     100     50  0-0     0
10D        0   100       0      0         0        1    0      1      0       0     40  0-95    0
2         33    50      20     10         1       15    1      2     98      70     20  0-95    0
3A         3     0      30      0         0        0    0      0     60      70     20  0-95    0
3B       465    14     1.5      5       0.2       30    2      0     90      60     50  0-95    0
5D      1270    33       3     15         1       16    1      1     96      55     25  0-95    0
5E        40     5      25     10        10       10    0      0     80      50     40  0-95    0
8N     11957   3.5     0.2      6       0.1       33  1.2    0.1     93      58     48  0-95    0
8P       116     5       0     10         0        2   99      0     93      55     30  0-95    0
8S       228     2       0      4         0        3    4      0     99      97     30 19-58    0
8L      4826     0       0      0         0       34    2      0     92      68     64  0-95    0
8M        61     0       0      0         0        2   99      0     92      60     50  0-95    0
8Q       491     0       0      0         0       50    1      0     94      78     80  0-95    0
8R      3780     0       0      0         0       24    3      0     90      50     62  0-95    0
11A      121     0       0      0         0       50    0      0     97      90     50  0-15    0
13        23     0       0      0         0       30    0      5     97      80     60  0-15    0
36       105    12       5      8         1       20    0      4     95      60     40  0-95    0
104      258     0       0      1         0        4    3      0     98      97     35 19-58    0
105A   10848     1     0.1      2         0       37  1.2      0     92      60     54  0-95    0
105B     169     1       0      1         0        2   99      0     93      55     50  0-95    0
106      114     0       0      0         0        1    0     35     60      50     30  0-95    0
10A       74     0     100      0         0        3    0      4     10      45     20  0-95    0
10B      107     0     100      0         0        2    0      3      0      75      0  0-95    0
10C      311     0       0    100         0        2    0      2      2      85     30  0-95    0
24         6     0       0      0         0        0    0      0      0      50      0  0-95    0
27         5     0       0      0         0        0    0      0      0      90      0  0-95    0
33        69     0       0      0         0        0    0      0      0      80      0  0-95    0
33A       64     0       0      0         0        0    0      0      0      70      0  0-95    0
38       143     0       0      0         0        0    0      4      0      80      0  0-95    0
54       105     0       0      0         0        0    0      0      0      85      0  0-95    0
59       997     0       0      0         0       20    1      0     75      60     52  0-95    0
60        19     0       0      0         0        0    0      0      0      50      0  0-95    0
61        98     0       0      0         0        0    0      0      0      40      0  0-95    0
61A        6     0       0      0         0        0    0      0      0      90      0  0-95    0
67        10     0       0      0         0        0    0      0      0      90      0  0-95    0
69       139     0       0      0         0        0    0      0      0      95      0  0-95    0
79       199     0       0      0         0       25    0      0     60      80     55  0-95    0
80        19     0       0      0         0        0    0      0      0     100      0  0-95    0
802      131     0       0      0         0        0    0      0      0      60      0  0-95    0
814       15     0       0      0         0        0    0      0      0      50      0  0-95    0
86       386     0       0      0         0        3    0      0     45      50     75 10-40    0
95        16     0       0      0         0        0    0      0      0      70      0  0-95    0
99        80     0       0      0         0        2    0      0      0      60      0  0-95    0
"""
NOT_COUNTED_TABLE = """
class weight knife firearm weapon corrosive domestic hate county victim suspect female ages  past
34A      240    34       5     15       0.2        0    0      0      0      45      0  0-95    0
34B     1210    24     2.5     12       0.3        2  0.5      1     99      35     25 10-90    0
19C      640   1.2     0.1      0         0       32    0      0     99      70    100 16-95   18
19D      140   0.5       0      0         0        5    0      0     99      70    100 13-15   35
19E       90     0       0      0         0       10    0      0     99      80    100  2-12   45
19F       60     1       0      0         0       10    1      0     99      70      0 16-90   20
19G       25     0       0      0         0        3    0      0     99      70      0 13-15   40
19H       70     0       0      0         0        8    0      0     99      80      0  2-12   50
20A      640   0.5       0      0         0       12    1      0     99      60    100 13-95   15
20B      190     0       0      0         0        6    0      0     99      75    100  2-12   40
17A      105   0.5       0      0         0        6    2      0     99      60      0 13-90   25
17B       95     0       0      0         0        6    0      0     99      75      0  2-12   45
22B      120     0       0      0         0        2    0      0     97      75     85 11-15   20
88E      125     0       0      0         0        3    0      0     90      45     90  8-90    0
56A      180     1     0.5      0         0        8    1      0     70      35     48  0-95    0
56B      650     0       0      0         0        2    1      0      0      12      0  0-95    0
58C      250     0       0      0         0        5    0      0      0      20      0  0-95    0
58D      150     0       0      0         0        8    0      0      0      25      0  0-95    0
39       250     0       0      0         0        0    0      0      0      10      0  0-95    0
49       250     0       0      0         0        2    0      0      0      15      0  0-95    0
9A       600     0       0      1         0        8    2      0     35      50     50  0-95    0
9B       100     0       0      1         0        1   99      0     50      50     50  0-95    0
66       100     0       0      5         0        2    1      0      0      70      0  0-95    0
92A      800   0.4     0.2    0.4         0        0    0      9      0      85      0  0-95    0
92D      250     0       0      0         0        0    0      1      0      95      0  0-95    0
92E      400     0       0      0         0        0    0      0      0      95      0  0-95    0
"""

# Of 100 offences of the class; the rest has no sub-code. Sub-codes of 8S are those of the assault itself.
SUBCODES = {
    "1": (("001/01", 100),),
    "2": (("002/00", 90),),
    "3A": (("003/02", 90),),
    "3B": (("003/01", 92),),
    "4.1": (("004/01", 100),),
    "4.2": (("004/02", 100),),
    "5D": (("005/01", 90), ("005/07", 1), ("005/06", 1)),
    "5E": (("005/24", 30), ("005/10", 20)),
    "8L": (("008/30", 22), ("008/31", 8)),
    "8M": (("008/50", 60),),
    "8N": (("008/06", 76), ("008/01", 13)),
    "8P": (("008/60", 60), ("008/59", 12)),
    "8Q": (("008/66", 30), ("008/65", 20)),
    "8S": (("008/06", 44), ("008/01", 6), ("005/01", 9)),
    "10A": (("008/23", 30), ("005/14", 20)),
    "10C": (("008/11", 82), ("008/61", 6), ("008/75", 2)),
    "10D": (("008/26", 91), ("008/27", 5), ("008/64", 2), ("008/62", 1)),
    "17A": (("017/15", 85),),
    "17B": (("017/16", 85),),
    "19C": (("019/08", 90),),
    "19D": (("019/07", 90),),
    "19E": (("019/16", 90),),
    "19F": (("019/10", 90),),
    "19G": (("019/09", 90),),
    "19H": (("019/17", 90),),
    "20A": (("020/05", 80), ("020/03", 10)),
    "20B": (("020/06", 85), ("020/04", 8)),
    "33": (("033/00", 60),),
    "34A": (("034/01", 93),),
    "34B": (("034/01", 88), ("034/02", 5)),
    "36": (("036/01", 70),),
    "56A": (("056/01", 95),),
    "56B": (("056/02", 95),),
    "66": (("066/01", 60),),
    "104": (("104/23", 75),),
    "105A": (("105/01", 82),),
    "105B": (("008/57", 75),),
}

# Written on some records that have no sub-code.
TITLES = {
    "2": "Attempted murder",
    "3B": "Threats to kill",
    "5D": "Assault with intent to cause serious harm",
    "8L": "Harassment",
    "8N": "Assault with injury",
    "8Q": "Stalking",
    "8R": "Malicious Communications",
    "8S": "Assault with injury on a constable",
    "10D": "Possession of article with blade or point",
    "34B": "Robbery of personal property",
    "105A": "Assault without injury",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One class of offence, and how its records look; shares are between 0 and 1."""

    code: str
    weight: int
    flags: tuple[float, ...]
    victim: float
    suspect: float
    female: float
    ages: tuple[int, int]
    past: float
    subcodes: Weighted[str]
    title: str

    @property
    def victims_are_children(self) -> bool:
        """Return whether the class allows no grown-up victim."""
        return self.ages[1] < 18


def _read_kinds(table: str) -> dict[str, Kind]:
    kinds = {}
    for line in table.strip().splitlines()[1:]:
        code, weight, *shares, ages, past = line.split()
        *flags, victim, suspect, female = (float(share) / 100 for share in shares)
        youngest, oldest = ages.split("-")
        subcodes = SUBCODES.get(code, ())
        blank = 100 - sum(share for _, share in subcodes)
        kinds[code] = Kind(
            code=code,
            weight=int(weight),
            flags=tuple(flags),
            victim=victim,
            suspect=suspect,
            female=female,
            ages=(int(youngest), int(oldest)),
            past=float(past) / 100,
            subcodes=Weighted([*subcodes, ("", blank)]),
            title=TITLES.get(code, ""),
        )
    return kinds


_ALL_COUNTED = _read_kinds(COUNTED_TABLE)
HOMICIDES = Weighted([(_ALL_COUNTED["1"], 84), (_ALL_COUNTED["4.1"], 16)])
INFANTICIDE = _ALL_COUNTED["4.2"]
BLADE = _ALL_COUNTED["10D"]
COUNTED = tuple(kind for kind in _ALL_COUNTED.values() if kind.weight)
NOT_COUNTED = tuple(_read_kinds(NOT_COUNTED_TABLE).values())

YOUNG_AGES = Weighted(
    (age, weight)
    for first, last, weight in ((0, 4, 7), (5, 9, 14), (10, 12, 48), (13, 17, 92), (18, 24, 100))
    for age in range(first, last + 1)
)
OLDER_AGES = Weighted(
    (age, weight)
    for first, last, weight in (
        (25, 34, 100),
        (35, 44, 78),
        (45, 54, 60),
        (55, 64, 34),
        (65, 79, 12),
        (80, 95, 4),
    )
    for age in range(first, last + 1)
)
YOUNG_SUSPECT_AGES = Weighted((age, 4 if age < 13 else 20 if age < 16 else 40) for age in range(10, 25))
OLDER_SUSPECT_AGES = Weighted((age, max(2, 110 - 2 * age)) for age in range(25, 81))
