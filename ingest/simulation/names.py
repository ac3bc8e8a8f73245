"""Invented names, by the sound of a language."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """Given names that are common in a language, and syllables from which no real family name is meant to come."""

    weight: float
    given: tuple[str, ...]
    starts: tuple[str, ...]
    middles: tuple[str, ...]
    ends: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TONGUES = {
    "RO": Tongue(
        0.22,
        _words("Loredana Mihaela Andreea Ionela Cătălina Bianca Nicoleta Georgiana Alina Denisa Roxana Larisa Mirela "
               "Simona Diana Raluca Florentina Adriana Gabriela Ștefania Marius Ionuț Florin Cosmin "
               "Elena Daniela Oana Corina Camelia Ramona Anca Monica Sorina Lavinia Claudia Iuliana Marinela Petronela Viorica Ecaterina Mădălina Teodora Ioana Mariana Marina Silvia Paula Sabina Carmen Lidia Aurelia Violeta Estera Naomi Rebeca Vasilica Costinela Gheorghe Vlad Răzvan Sorin"),
        _words("Vrin Strun Brest Ferd Horb Galb Zimbr Ocner Bălnic Tulv Crâng Dorn Murg Sfinț Pleș Rovin Hârt Gâlb"),
        _words("ca es o i elo ari ulo ini e"),
        _words("roiu scaru leanu teanu neanu branoiu reanu loiu ciuc dache"),
    ),
    "BG": Tongue(
        0.15,
        _words("Zlatka Vesela Antoaneta Gergana Desislava Ivanka Radka Stoyanka Tsvetelina Galina Denitsa Mariya Yana "
               "Petya Nadezhda Rumyana Borislava Plamena Dimitar Stoyan "
               "Elitsa Kalina Milena Svetlana Teodora Viktoria Silviya Polina Ralitsa Kristina Yordanka Snezhana Margarita Bilyana Emiliya Daniela Iliyana Zornitsa Tanya Katya Violeta Maya Albena Lyubka Sevda Aysel Fatme Nikolay Georgi Hristo Asen"),
        _words("Lozh Bor Yank Veld Mitk Drag Stan Kostr Zar Pch Grozd Bels Tarn Hrist Vulk Shish"),
        _words("ed izh ul i oz ar in ach"),
        _words("inska eva ova kova insky ilova arova enska"),
    ),
    "HU": Tongue(
        0.11,
        _words("Eszter Fanni Boglárka Dóra Réka Zsófia Nóra Vivien Kitti Noémi Barbara Tímea Enikő Ildikó Krisztina "
               "Lilla Bence Gergő "
               "Katalin Judit Mónika Andrea Erika Anikó Szilvia Beáta Edina Hajnalka Viktória Adrienn Orsolya Gabriella Emese Petra Dorina Szabina Melinda Zsuzsanna Henrietta Renáta Mariann Veronika László Tibor Zoltán"),
        _words("Rét Vánd Szár Kövest Bér Hajl Csík Tömör Zsad Orb Füz Gyep Mord Keny"),
        _words("hal lak hal ál or an es ad"),
        _words("di ényi i ényi falvi házi szegi vári"),
    ),
    "NL": Tongue(
        0.11,
        _words("Iris Zoë Sanne Femke Lotte Noa Kim Daphne Eline Maud Britt Fleur Roos Anouk Joyce Priscilla Daan Rick "
               "Esmee Manon Marloes Wendy Chantal Samantha Naomi Demi Romy Tessa Lisanne Mirjam Rianne Nicole Michelle Kelly Sharon Melissa Kirsten Jolanda Ilse Marieke Inge Petra Yvonne Sandra Jeroen Kevin Dennis Wesley Marco"),
        _words("Veld Kruis Hoog Laan Berg Water Steen Zand Rijk Loo Mark Wijn Koper Snij Blij Dijk"),
        _words("wach win ste der hui kam meer ber"),
        _words("els des veld straat man laar ink dijk"),
    ),
    "NG": Tongue(
        0.10,
        _words("Blessing Precious Ivie Joy Faith Mercy Esther Gift Favour Happiness Osas Efe Patience Peace Loveth "
               "Beauty Success Queen "
               "Happy Charity Evelyn Sandra Rita Helen Juliet Vivian Ngozi Chioma Adaeze Folake Omolara Osaretin Itohan Isoken Eseosa Nosakhare Edith Promise Grace Glory Angela Stella Rose Tina Queeneth Godwin Festus Kelvin"),
        _words("Ade Oku Ekp Igh Osa Uwa Ehi Omo Ogb Aku Eku Ize Obi Aim"),
        _words("by nwa en od gi ru so mi"),
        _words("rolola dola omola ighodaro uyi ghae wanlen ekhator"),
    ),
    "PL": Tongue(
        0.08,
        _words("Justyna Kinga Agnieszka Wioletta Iwona Dorota Ewelina Sylwia Patrycja Karolina Beata Renata Marek "
               "Tomasz "
               "Katarzyna Magdalena Joanna Monika Anna Aleksandra Natalia Małgorzata Elżbieta Barbara Ewa Kamila Paulina Weronika Dominika Izabela Klaudia Martyna Edyta Aneta Urszula Bożena Jolanta Żaneta Piotr Paweł Krzysztof"),
        _words("Brzez Krasz Wit Zdro Jarz Płon Strzyż Gwoźd Lesz Mocz"),
        _words("ow in al ek isz or"),
        _words("ska ecka ińska owska alska czyk"),
    ),
    "VN": Tongue(
        0.06,
        _words("Thảo Hương Linh Ngọc Trang Hạnh Yến Mai Phương Thu Lan Quỳnh Hoa Vy Tuấn Minh "
               "Bích Diệp Dung Giang Hà Hiền Hồng Huyền Khánh Kim Liên Loan Ly Mỹ Nga Ngân Nhung Oanh Phượng Thanh Thủy Tuyết Uyên Vân Xuân Dũng Hùng"),
        _words("Ngh Tr Ph Đ Kh Th Qu V L B"),
        _words("iê ươ uâ a ô ă"),
        _words("n ng nh m c t"),
    ),
    "AL": Tongue(
        0.05,
        _words("Besjana Arta Elira Mirjeta Valbona Drita Teuta Albana Ermira Fatjona Blerim Ardit "
               "Ardita Aurela Blerta Diana Donika Eda Elona Enkeleda Flutura Gentiana Jonida Klea Liridona Luljeta Majlinda Manjola Nertila Rovena Shpresa Suela Vjollca Xhesika Altin Gentian"),
        _words("Ber Hox Shkr Kol Meh Zog Lush Pren Gjok Mark"),
        _words("ish el al ak ol ic"),
        _words("kaj aj aku ani eqi oli"),
    ),
    "BR": Tongue(
        0.05,
        _words("Jaqueline Tatiane Rosângela Luciana Patrícia Vanessa Camila Fernanda Débora Kelly Wesley "
               "Adriana Aline Amanda Ana Bruna Carla Cláudia Cristiane Daniele Eliane Fabiana Gisele Jéssica Joice Juliana Larissa Letícia Luana Mayara Michele Mônica Natália Priscila Rafaela Renata Sabrina Simone Tatiana Thaís Viviane Anderson Diego"),
        _words("Albuq Carv Monten Ferr Guim Queir Bragan Vascon Tav Sampa"),
        _words("uer al egr eir ar oz"),
        _words("que ho inho es ães osa"),
    ),
    "UA": Tongue(
        0.04,
        _words("Oksana Tetyana Olena Nataliya Iryna Halyna Lyudmyla Svitlana Yuliya Kateryna Mariya Viktoriya Anastasiya "
               "Khrystyna Zhanna Inna Larysa Yevheniya Solomiya Bohdana Oleksandr Serhiy Yuriy"),
        _words("Khrom Shch Hrab Bondar Zaliz Kryzh Lyut Yavor Chorn Pysk Tsymb Zhur"),
        _words("en uk iv al ets ov yk"),
        _words("chenko enko yuk ko ska ivska ova shyn"),
    ),
    "TR": Tongue(
        0.02,
        _words("Ayşe Fatma Emine Hatice Zeynep Elif Meryem Şerife Özlem Gülşen Çiğdem Yasemin Gül Sibel Hülya Nuray "
               "Songül Derya Ebru Mehmet İbrahim Hüseyin"),
        _words("Yıld Kar Öz Çel Gün Şah Ak Dem Tür Koç"),  # noqa: RUF001 - Turkish has this letter
        _words("ır a tü i doğ at"),  # noqa: RUF001 - Turkish has this letter
        _words("maz oğlu türk soy kaya er can"),
    ),
    "SY": Tongue(
        0.02,
        _words("Fatima Aisha Maryam Khadija Zaynab Amina Noor Rasha Hanan Samira Layla Rania Yasmin Salma Huda "
               "Mohammed Ahmed Yousef Khaled"),
        _words("Al-Kh Al-H As-S Abd Q Al-M Al-J Sh"),
        _words("al ar as adi am our"),
        _words("idi awi ani oubi aldin ari eed"),
    ),
}  # fmt: skip
PREFIXES = ("van", "de", "van der", "van den", "ter")


def family_name(tongue: Tongue, rng: random.Random) -> str:
    """Invented family name; common combinations come often, so that strangers share some."""
    middles = rng.randint(0, 2)
    parts = [_often_first(tongue.starts, rng), *(rng.choice(tongue.middles) for _ in range(middles))]
    return "".join(parts) + _often_first(tongue.ends, rng)


def given_name(tongue: Tongue, rng: random.Random) -> str:
    """Given name; the first of the list come most often."""
    return _often_first(tongue.given, rng)


def _often_first(words: tuple[str, ...], rng: random.Random) -> str:
    return words[min(int(rng.expovariate(2.2 / len(words))), len(words) - 1)]
