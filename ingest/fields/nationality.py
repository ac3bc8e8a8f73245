"""Nationality: ISO 3166-1, alpha-2 or alpha-3, and Kosovo's user-assigned code.

Words (``Roemeense``) are a layout's to translate: without one they are no code, and the cell is left empty.
"""

from collections.abc import Collection
from enum import StrEnum

# Facts of ISO 3166-1: each word is an alpha-3 code followed by its alpha-2 code.
_CODES = (
    "ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI "
    "BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT "
    "BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU "
    "CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET "
    "FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR "
    "GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR "
    "IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB "
    "LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH "
    "MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE "
    "NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL "
    "PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ "
    "SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC "
    "TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY "
    "USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS XKXXK YEMYE ZAFZA ZMBZM ZWEZW "
)
_ALPHA_2 = {word[:3]: word[3:] for word in _CODES.split()}
_KNOWN = frozenset(_ALPHA_2.values())
_ALSO = {"RKS": "XK", "UK": "GB"}
"""Kosovo as its passports print it (ICAO Doc 9303 part 3), and the code that ISO reserves for the United Kingdom."""

_PAPERS_VARY = frozenset({"XK", "PS", "TW", "EH"})


class Level(StrEnum):
    """How the nationalities of two records agree, the strongest first: one in common is enough."""

    SAME = "same"
    DIFFERENT = "different"
    MISSING = "missing"


class Precision(StrEnum):
    """How much a difference says: of some places the papers of one person may name different countries."""

    ORDINARY = "ordinary"
    PAPERS_VARY = "papers may name another country"


def clean(text: str) -> str | None:
    """Return the alpha-2 code; None where the text is no country's code.

    Examples
    --------
    >>> clean("rou")
    'RO'
    """
    code = text.strip().upper()
    return code if code in _KNOWN else _ALPHA_2.get(code) or _ALSO.get(code)


def precision(code: str) -> Precision:
    """How much it says when the nationality of another record differs from this one."""
    return Precision.PAPERS_VARY if code in _PAPERS_VARY else Precision.ORDINARY


def compare(one: Collection[str], other: Collection[str]) -> Level:
    """Level of agreement of the clean nationalities of two records."""
    if not one or not other:
        return Level.MISSING
    return Level.SAME if set(one) & set(other) else Level.DIFFERENT
