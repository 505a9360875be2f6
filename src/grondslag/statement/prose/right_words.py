"""How a sentence names a right, and what a paragraph about a right or an answer tells, as data."""

from grondslag.statement.model import RightKind

# How a sentence names a right. Each word stands for the right when «recht» or «verzoek» stands in the sentence too.
RIGHT_WORDS: tuple[tuple[RightKind, str], ...] = (
    (RightKind.ACCESS, r"\binzage|\binzien|\bopvragen|gegevens wilt zien"),
    (RightKind.RECTIFICATION, r"rectific|corrig|correct(?:ie|eren)|verbeter|wijzig|aanvul|aanpass|veranderingen"),
    (RightKind.ERASURE, r"verwijder|wissen|wissing|vergetelheid|vergeten te worden"),
    (RightKind.RESTRICTION, r"beperk|afscherm|afgeschermd"),
    (RightKind.OBJECTION, r"bezwaar"),
    (
        RightKind.PORTABILITY,
        r"overdra|overdracht|portab|gestructureerde|andere aanbieder|gegevens van [\w ]{1,30} te verkrijgen",
    ),
    (RightKind.AUTOMATED_DECISION, r"geautomatiseerd|standpunt over|heroverweg"),
    (RightKind.WITHDRAWAL, r"intrek|in te trekken|trekken"),
    (RightKind.COMPLAINT, r"klacht[\w ,]{0,60}(?:autoriteit|toezichthouder)|toezichthou"),
)

# What a paragraph about a right tells, in the fixed words of model.Right.
TOLD: tuple[tuple[RightKind, str, str], ...] = (
    (RightKind.ACCESS, "self_service", r"in (?:uw|je|het) account|via (?:uw|je) account"),
    (RightKind.RESTRICTION, "conditions", r"onrechtmatig|juistheid|rechtsvordering"),
    (RightKind.OBJECTION, "marketing", r"marketing|reclame"),
    (RightKind.OBJECTION, "consequence", r"stoppen|staken|beëindig|niet langer (?:verwerk|gebruik)"),
    (RightKind.PORTABILITY, "machine_readable", r"machine ?-?leesba"),
    (RightKind.PORTABILITY, "direct_transfer", r"rechtstreeks|direct (?:aan|naar)"),
    (RightKind.PORTABILITY, "common_format", r"gangbare|gestructureerd"),
    (
        RightKind.PORTABILITY,
        "other_provider",
        r"andere? (?:aanbieder|organisatie|partij|dienstverlener|verwerkingsverantwoordelijke)",
    ),
    (RightKind.PORTABILITY, "legal_scope", r"op (?:basis|grond) van (?:uw )?(?:toestemming|een overeenkomst)"),
    (RightKind.AUTOMATED_DECISION, "human_review", r"door een (?:persoon|mens|medewerker)|menselijke tussenkomst"),
    (RightKind.AUTOMATED_DECISION, "viewpoint", r"standpunt"),
    (RightKind.AUTOMATED_DECISION, "contest", r"niet (?:mee )?eens|aanvecht|betwist"),
    (RightKind.AUTOMATED_DECISION, "not_subject", r"niet (?:te worden )?onderworpen|recht om niet"),
    (
        RightKind.WITHDRAWAL,
        "past_unaffected",
        r"verleden|terugwerkende kracht|onverlet|vóór de intrekking|rechtmatigheid",
    ),
    (
        RightKind.WITHDRAWAL,
        "loss_of_service",
        r"diensten niet meer|niet meer (?:aan (?:u|jou) )?(?:kan |kunnen )?(?:leveren|aanbieden)",
    ),
    (
        RightKind.WITHDRAWAL,
        "same_channel",
        r"even (?:eenvoudig|makkelijk)|net zo (?:eenvoudig|makkelijk|gemakkelijk)|afmeldlink|dezelfde (?:manier|wijze)",
    ),
)
CONDITIONAL = r"onder (?:bepaalde )?voorwaarden|in (?:bepaalde|sommige) gevallen"
PRECONDITION = (
    r"naar aanleiding van (?:een|uw) inzageverzoek|na (?:een|uw) inzageverzoek|pas na inzage|alleen na inzage"
)

RESPONSE_TOLD: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "without_delay",
        (r"zo snel mogelijk|zo spoedig mogelijk|onverwijld|zonder onredelijke vertraging", r"verzoek|reactie|antwoord"),
    ),
    ("reason", (r"waarom|\breden|gemotiveerd|motiver", r"afwij|afgewezen|weiger|niet (?:kunnen )?voldoen")),
    ("complaint", (r"klacht", r"afwij|afgewezen|weiger")),
    ("court", (r"\brechter|rechtbank", r"afwij|afgewezen|weiger|beroep")),
    ("extension", (r"verleng|nog eens twee maanden|twee extra maanden", r"maand|termijn")),
    ("identity", (r"identi|legitim", r"verzoek|verifi|controler|zeker")),
    ("free", (r"kosteloos|gratis|geen kosten", r"verzoek|recht")),
)
