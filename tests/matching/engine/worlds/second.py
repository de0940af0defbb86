"""A second world of needs and offers, written after the lexicon was closed for the first time.

Before the lexicon had seen it, nDCG@5 without a threshold was 0.79; gaps that it showed were then
filled, so that it guards against steps back rather than measuring unseen wording; see first.py for the form.
"""

OFFERS: dict[str, tuple[str, str]] = {
    "kanzlei_zahlen": (
        "Wir sortieren mit Ihnen den Papierberg",
        "Zwei Steuerfachangestellte setzen sich mit Ehrenamtlichen an deren Kassenbuch, bis es stimmt.",
    ),
    "bank_planung": (
        "Wirtschaftsplan gemeinsam aufstellen",
        "Firmenkundenberater einer Bank prüft, ob Ihr Haushalt fürs nächste Jahr aufgeht.",
    ),
    "stifter": (
        "Sponsoren überzeugen",
        "Vertriebsleiter übt mit Ihnen, wie man bei Unternehmen um Unterstützung wirbt.",
    ),
    "gewerbejurist": (
        "Mietverträge gegengelesen",
        "Unsere Immobilienjuristin achtet auf Laufzeit, Indexierung und Kündigungsfristen.",
    ),
    "personal_talk": (
        "Gute Leute finden und halten",
        "HR-Managerin berät zu Ausschreibung, Auswahl und den ersten hundert Tagen.",
    ),
    "coach_leitung": (
        "Sparring für Einrichtungsleitungen",
        "Erfahrene Werksleiterin nimmt sich vier Abende für Ihre Fragen rund ums Führen.",
    ),
    "teamtrainer": (
        "Wieder an einem Strang ziehen",
        "Trainer gestaltet einen Nachmittag zu Zusammenarbeit und gegenseitigem Vertrauen.",
    ),
    "rotkreuz": (
        "Leben retten lernen",
        "Werkssanitäter frischt mit Ihrem Personal Herzdruckmassage und stabile Seitenlage auf.",
    ),
    "druckerei": (
        "Wir drucken und gestalten",
        "Einmal im Quartal entwerfen unsere Lehrlinge ein Plakat oder Programmheft, Papier inklusive.",
    ),
    "webbude": (
        "Neuer Look fürs Netz",
        "Wir richten ein Redaktionssystem ein und ziehen Ihre alten Seiten um.",
    ),
    "lokalradio": (
        "Pressearbeit von der Pike auf",
        "Wie erreicht man Redaktionen, was ist eine Nachricht, wie gibt man ein Interview.",
    ),
    "reels": (
        "TikTok verstehen",
        "Zwei Azubis erklären, was junge Leute online anschauen, und legen mit Ihnen einen Account an.",
    ),
    "knipser": (
        "Porträts für Ihr Team",
        "Hobbyfotografen aus der Belegschaft machen Aufnahmen für Jahresbericht und Aushang.",
    ),
    "admin": (
        "Serverraum aufräumen",
        "Unsere Systemadministratoren bringen WLAN und Netzwerkdrucker in Ordnung.",
    ),
    "appbauer": (
        "Weniger Papier im Büro",
        "Softwareentwickler schauen, welche Abläufe sich mit einem einfachen Programm erledigen lassen.",
    ),
    "dsb": (
        "Fragen zur DSGVO",
        "Externe Beauftragte prüft Ihre Formulare und Verträge zur Auftragsverarbeitung.",
    ),
    "prozess": (
        "Lean für soziale Einrichtungen",
        "Prozessingenieur zeichnet mit Ihnen auf, wo Wege doppelt gegangen werden.",
    ),
    "zukunft": (
        "Klarheit im Vorstand",
        "Moderatorin führt durch eine Zukunftswerkstatt zu Zielen und Aufgaben.",
    ),
    "baumeister": (
        "Planerin auf Besuch",
        "Innenarchitektin skizziert, wie sich Ihre Gruppenräume besser aufteilen lassen.",
    ),
    "streichen": (
        "Freiwilligentag mit Rolle und Leiter",
        "Fünfzehn Bankangestellte bringen Wände zum Leuchten.",
    ),
    "beete": (
        "Gummistiefel an!",
        "Unsere Landschaftsgärtner pflanzen mit Kindern Beerensträucher und bauen eine Kräuterschnecke.",
    ),
    "sparfuchs": (
        "Stromfresser finden",
        "Klimaschutzmanager misst Verbrauch und Dämmung und erklärt Zuschüsse.",
    ),
    "tandem": (
        "Ein Erwachsener mehr im Leben",
        "Unsere Leute treffen sich alle zwei Wochen mit einem Jugendlichen, hören zu und helfen weiter.",
    ),
    "probegespraech": (
        "Bewerbungstag im Hotel",
        "Wir sehen Lebensläufe durch und spielen das Gespräch mit der Direktorin nach.",
    ),
    "kfz": (
        "Schrauben statt Schulbank",
        "Autowerkstatt nimmt Schülerpraktikanten für zwei Wochen, auch ohne gute Noten.",
    ),
    "werkstour": (
        "Wie kommt die Schokolade in die Tafel?",
        "Rundgang durch unsere Produktion für Gruppen bis zwanzig.",
    ),
    "sprachcafe": (
        "Plaudern auf Deutsch",
        "Pensionierte Lehrkräfte aus unserem Verband üben mit Neuzugewanderten den Alltag.",
    ),
    "lernhilfe": (
        "Einer erklärt, einer versteht",
        "Studierende unserer Stiftung helfen bei Hausaufgaben und vor Klassenarbeiten.",
    ),
    "calliope": (
        "Löten und Programmieren",
        "Elektronikfirma baut mit Kindern kleine Roboter.",
    ),
    "konto": (
        "Taschengeld, Dispo, Schuldenfalle",
        "Sparkassenazubis machen eine Doppelstunde für Achtklässler.",
    ),
    "basketball": (
        "Körbe werfen",
        "Ehemaliger Bundesligaspieler trainiert einmal in der Woche mit eurer Gruppe.",
    ),
    "theater": (
        "Auf die Bühne",
        "Schauspielerin aus unserer Belegschaft probt mit Jugendlichen ein kurzes Stück.",
    ),
    "backstube": (
        "Brot backen mit Kindern",
        "Bäckermeister kommt mit Teig und Blechen.",
    ),
    "catering": (
        "Grillwagen fürs Sommerfest",
        "Fleischerei verköstigt einmal im Jahr bis zu 150 Leute.",
    ),
    "sprinter": (
        "Transporter mit zwei starken Leuten",
        "Für Möbelspenden und Wohnungswechsel, im Umkreis von 30 Kilometern.",
    ),
    "hotelbett": (
        "Betten, Nachttische, Lampen",
        "Wir renovieren unser Hotel und geben die Zimmerausstattung ab.",
    ),
    "rechner": (
        "Laptops aus dem Außendienst",
        "Dreißig Geräte, gelöscht und geprüft, suchen neue Besitzer.",
    ),
    "seminar": (
        "Besprechungsräume nach Feierabend",
        "Ab 17 Uhr und am Wochenende, mit Beamer und Kaffeeküche.",
    ),
    "spielzeug": (
        "Restposten Spielwaren",
        "Puzzles, Bauklötze und Gesellschaftsspiele, originalverpackt.",
    ),
    "waschen": (
        "Waschmaschinen und Trockner",
        "Elektrohändler gibt Ausstellungsgeräte mit Garantie kostenlos weiter.",
    ),
}

NEEDS: dict[str, tuple[str, str, dict[str, int]]] = {
    "kassenbuch": (
        "Unsere Kassiererin ist krank",
        "Seit einem halben Jahr hat niemand mehr gebucht, und die Kassenprüfung steht an.",
        {"kanzlei_zahlen": 3},
    ),
    "haushalt": (
        "Reicht das Geld bis Dezember?",
        "Wir brauchen Hilfe bei der Finanzplanung für das kommende Jahr.",
        {"bank_planung": 3, "kanzlei_zahlen": 1},
    ),
    "sponsoren": (
        "Wie spricht man Firmen auf Spenden an?",
        "Wir trauen uns nicht und würden das gern üben.",
        {"stifter": 3},
    ),
    "mietvertrag": (
        "Der neue Pachtvertrag hat 40 Seiten",
        "Kann den jemand lesen, der sich auskennt, bevor wir unterschreiben?",
        {"gewerbejurist": 3},
    ),
    "bewerber": (
        "Zwei Stellen frei, null Bewerbungen",
        "Unsere Ausschreibung schreckt offenbar ab.",
        {"personal_talk": 3},
    ),
    "leitung": (
        "Neue Hausleitung sucht Austausch",
        "Ich leite seit Januar 14 Leute und hätte gern jemanden, der das schon lange macht.",
        {"coach_leitung": 3},
    ),
    "stimmung": (
        "Die Stimmung ist im Keller",
        "Nach dem Umbau arbeiten Früh- und Spätdienst nur noch nebeneinander her.",
        {"teamtrainer": 3, "coach_leitung": 1},
    ),
    "notfall": (
        "Was tun, wenn ein Kind nicht atmet?",
        "Unser Team braucht dringend einen Erste-Hilfe-Kurs.",
        {"rotkreuz": 3},
    ),
    "plakat": (
        "Plakat für den Tag der offenen Tür",
        "Den Text haben wir, Gestaltung können wir nicht.",
        {"druckerei": 3},
    ),
    "internet": (
        "Unsere Hompage ist peinlich",
        "Sie stammt von einem Zivi aus dem Jahr 2004.",
        {"webbude": 3},
    ),
    "journalisten": (
        "Einladung an die Presse",
        "Wie schreibt man die, damit auch jemand kommt?",
        {"lokalradio": 3},
    ),
    "tiktok": (
        "Jugendliche sind nicht mehr auf Facebook",
        "Wir wollen sie dort erreichen, wo sie sind, wissen aber nicht wie das geht.",
        {"reels": 3},
    ),
    "teamfotos": (
        "Fotos für die Mitarbeiterwand",
        "Die Eltern sollen wissen, wer wer ist.",
        {"knipser": 3},
    ),
    "wlan": (
        "Im Obergeschoss kein Empfang",
        "Die Jugendlichen können ihre Schulaufgaben nicht hochladen, der Router steht im Keller.",
        {"admin": 3},
    ),
    "papier": (
        "Dienstplan auf Millimeterpapier",
        "Wir würden das gern digital machen, wissen aber nicht, welche Software taugt.",
        {"appbauer": 3},
    ),
    "whatsapp": (
        "Elterngruppe bei WhatsApp",
        "Ist das datenschutzrechtlich in Ordnung? Brauchen wir eine Einwilligung?",
        {"dsb": 3},
    ),
    "klausurtag": (
        "Der Vorstand dreht sich im Kreis",
        "Wir wollen einen Tag lang klären, wofür wir in zehn Jahren stehen.",
        {"zukunft": 3, "teamtrainer": 1},
    ),
    "gruppenraum": (
        "Zu viele Kinder, zu wenig Raum",
        "Lässt sich unser Speisesaal teilen? Wir brauchen einen fachlichen Blick auf den Grundriss.",
        {"baumeister": 3},
    ),
    "wand": (
        "Das Treppenhaus ist dunkelgrün",
        "Wir wünschen uns ein Team, das mit uns einen Tag lang malert.",
        {"streichen": 3},
    ),
    "garten": (
        "Aus Rasen soll ein Naschgarten werden",
        "Unsere Kita hat eine Wiese und viel Lust, aber keinen grünen Daumen.",
        {"beete": 3},
    ),
    "strom": (
        "Hohe Nebenkosten",
        "Wo verbrauchen wir zu viel Energie?",
        {"sparfuchs": 3},
    ),
    "bezugsperson": (
        "Ein Junge ohne Familie",
        "Er ist 15, lebt im Heim und hätte gern jemanden außerhalb, der regelmäßig Zeit für ihn hat.",
        {"tandem": 3},
    ),
    "bewerbungen": (
        "Abschlussklasse sucht Lehrstellen",
        "Die Unterlagen sind chaotisch, vor dem Vorstellungstermin haben alle Angst.",
        {"probegespraech": 3},
    ),
    "praktikum": (
        "Jannis liebt Autos",
        "Wir suchen einen Betrieb, in dem er einmal zwei Wochen mitarbeiten darf.",
        {"kfz": 3},
    ),
    "ausflug": (
        "Ferienprogramm: Firma von innen",
        "Zwölf Kinder möchten sehen, wie etwas hergestellt wird.",
        {"werkstour": 3},
    ),
    "deutsch": (
        "Unsere Eltern verstehen die Briefe nicht",
        "Viele sind neu in Deutschland und möchten die Sprache üben.",
        {"sprachcafe": 3},
    ),
    "hausaufgaben": (
        "Hausaufgaben in der Wohngruppe",
        "Nachmittags fehlt uns jemand, der in Ruhe erklärt.",
        {"lernhilfe": 3},
    ),
    "roboter": (
        "Tüfteln im Hort",
        "Wir suchen Fachleute, die mit Neunjährigen etwas Elektronisches bauen.",
        {"calliope": 3},
    ),
    "geld": (
        "Kaufen auf Raten",
        "Unsere Jugendlichen brauchen jemanden, der ihnen erklärt, wie man nicht in die Miesen gerät.",
        {"konto": 3},
    ),
    "ball": (
        "Bewegung für unsere Jungs",
        "Am liebsten Ballsport, einmal pro Woche in der Schulturnhalle.",
        {"basketball": 3},
    ),
    "stueck": (
        "Theater im Jugendclub",
        "Wir haben eine kleine Bühne, aber niemanden, der Regie führt.",
        {"theater": 3},
    ),
    "backen": (
        "Adventsbacken",
        "Wer knetet mit unseren Kleinen? Keine Spende von fertigem Gebäck, bitte.",
        {"backstube": 3},
    ),
    "fest": (
        "Essen für unser Nachbarschaftsfest",
        "Wir rechnen mit 120 hungrigen Gästen.",
        {"catering": 3, "backstube": 1},
    ),
    "auszug": (
        "Ein Careleaver zieht in seine erste Wohnung",
        "Ein Sofa, ein Schrank und zehn Kartons müssen von A nach B.",
        {"sprinter": 3},
    ),
    "schlafen": (
        "Notaufnahmegruppe eröffnet",
        "Uns fehlen noch sechs Schlafplätze samt Matratzen.",
        {"hotelbett": 3},
    ),
    "tagung": (
        "Elternabend mit 30 Leuten",
        "Unser eigener Saal wird renoviert, wir suchen für einen Abend einen Ersatz.",
        {"seminar": 3},
    ),
    "spiele": (
        "Regentage im Hort",
        "Unsere Brettspiele sind zerfleddert.",
        {"spielzeug": 3},
    ),
    "waesche": (
        "Die Maschine hat aufgegeben",
        "Neun Jugendliche, ein Berg Wäsche.",
        {"waschen": 3},
    ),
    "schach": (
        "Schachlehrer gesucht",
        "Zwei Kinder sind richtig gut und brauchen einen stärkeren Gegner.",
        {},
    ),
    "logopaedie": (
        "Logopädin für die Kita",
        "Wir suchen ehrenamtliche Sprachtherapie für drei Kinder mit Aussprachefehlern.",
        {},
    ),
    "segeln": (
        "Einmal auf einem Segelboot",
        "Unsere Wohngruppe träumt von einem Tag auf dem See.",
        {},
    ),
    "patent": (
        "Namensrecht",
        "Jemand benutzt unser Vereinslogo, wir möchten die Marke schützen lassen.",
        {},
    ),
    "gebaerden": (
        "Gebärdensprache fürs Team",
        "Wir nehmen ein gehörloses Mädchen auf und möchten Grundlagen lernen.",
        {},
    ),
}
