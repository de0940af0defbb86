"""A third world of needs and offers, written after the first two had been used.

First contact, without a threshold: nDCG@5 0.76 (0.62 with it), the honest figure for wording that
nobody foresaw and texts without a tick. Some of its gaps were filled afterwards. Form as in first.py.
"""

OFFERS: dict[str, tuple[str, str]] = {
    "a1": (
        "Vereinskasse in Schwung bringen",
        "Pensionierter Finanzbeamter hilft, Überweisungen und Quittungen zu ordnen und ein einfaches System anzulegen.",
    ),
    "a2": (
        "Personalkosten richtig abrechnen",
        "Unser Lohnteam beantwortet Fragen zu Aushilfen, Zuschlägen und Meldungen an die Kassen.",
    ),
    "a3": (
        "Kostencheck für Einrichtungen",
        "Betriebswirtin schaut, welche Angebote sich tragen und welche nicht.",
    ),
    "a4": (
        "Anträge mit Biss",
        "Wissenschaftlerin, die selbst begutachtet, überarbeitet Ihre Projektbeschreibung.",
    ),
    "a5": ("Kündigung, Abmahnung, Zeugnis", "Eine Stunde mit unserer Syndikusanwältin."),
    "a6": (
        "Vorstand und Haftung",
        "Notarin erklärt Pflichten von Vereinsvorständen und prüft Protokolle.",
    ),
    "a7": (
        "Mitarbeitende begeistern und finden",
        "Wir drehen mit Ihrem Team ein kurzes Stellenvideo und schalten es in sozialen Netzwerken.",
    ),
    "a8": (
        "Gesprächstraining für Vorgesetzte",
        "Rollenspiele zu Kritik und Lob mit unserer Personalentwicklerin.",
    ),
    "a9": (
        "Ruhe bewahren",
        "Achtsamkeitstrainerin leitet vier Termine für Menschen in helfenden Berufen.",
    ),
    "b1": (
        "Broschüre, Einladung, Jahresheft",
        "Zwei Mediengestalter setzen Ihr nächstes Druckstück.",
    ),
    "b2": (
        "Eure Webseite auf Vordermann",
        "Informatikstudierende aktualisieren Technik und Inhalte.",
    ),
    "b3": ("Drehtag geschenkt", "Kamerafrau und Cutter produzieren einen Kurzfilm über euer Haus."),
    "b4": (
        "Kabelsalat adé",
        "Elektroniker verlegen Leitungen für Internet und richten Router ein.",
    ),
    "b5": ("Phishing erkennen", "Zwei Stunden Training gegen Betrug per Mail."),
    "b6": (
        "Zahlen sprechen lassen",
        "Datenanalyst baut ein Diagrammblatt, das Ihre Erfolge zeigt.",
    ),
    "b7": ("Tapeten runter, Farbe drauf", "Zwölf Kolleginnen renovieren an einem Samstag."),
    "b8": ("Spielplatz wieder schön", "Landschaftsbauer erneuern Sand, Schaukel und Zaun."),
    "b9": (
        "Begleitung auf Zeit",
        "Kaufleute im Ruhestand stehen Auszubildenden zur Seite, wenn es schwierig wird.",
    ),
    "c1": (
        "Fit fürs Vorstellungsgespräch",
        "Ausbilder nehmen sich für jede Person eine halbe Stunde.",
    ),
    "c2": ("Schnuppertage in der Küche", "Unser Restaurant zeigt Jugendlichen den Beruf Koch."),
    "c3": ("Führung durch den Flughafen", "Für Kinder ab zehn Jahren, inklusive Feuerwehr."),
    "c4": ("Vorlesepaten im Doppelpack", "Buchhändlerinnen kommen jeden Mittwoch."),
    "c5": ("Trickfilme am Tablet", "Medienwerkstatt für Kinder von 9 bis 12."),
    "c6": ("Klettern mit Trainerin", "Zehn Plätze in unserer Halle, Gurte vorhanden."),
    "c7": ("Bandcoach", "Tontechniker übt mit jungen Bands und nimmt zwei Stücke auf."),
    "c8": ("Saisonal kochen", "Gemüsebäuerin und Koch bereiten mit Familien drei Gerichte zu."),
    "c9": ("Mit dem Kleintransporter helfen", "Wir fahren Möbel und Spenden in der Stadt."),
    "d1": ("Sofas und Sessel", "Aus der Lobby, wenig benutzt."),
    "d2": ("Bildschirme und Dockingstationen", "Nach Umstellung auf Homeoffice übrig."),
    "d3": ("Werkhalle am Sonntag", "300 Quadratmeter, beheizt, für Proben und Feste."),
}
NEEDS: dict[str, tuple[str, str, dict[str, int]]] = {
    "1": (
        "Wer bringt Ordnung in unsere Finanzen?",
        "Der Schatzmeister hat alles im Kopf gehabt und ist nun weg.",
        {"a1": 3, "a3": 1},
    ),
    "2": (
        "Fragen zu Aushilfskräften",
        "Was müssen wir bei einer Küchenhilfe auf geringfügiger Basis anmelden?",
        {"a2": 3},
    ),
    "3": (
        "Lohnt sich unser Cafe?",
        "Wir haben das Gefuehl, dass wir bei jedem Stueck Kuchen draufzahlen.",
        {"a3": 3},
    ),
    "4": (
        "Abgabe in drei Wochen",
        "Für das Bundesprogramm brauchen wir jemanden, der unsere Projektskizze kritisch liest.",
        {"a4": 3},
    ),
    "5": ("Mitarbeiter kommt dauernd zu spät", "Wie mahnt man richtig ab?", {"a5": 3, "a8": 1}),
    "6": ("Neu im Ehrenamt", "Unser Vorstand will wissen, wofür er geradestehen muss.", {"a6": 3}),
    "7": ("Uns laufen die Fachkräfte weg", "Wir brauchen Ideen, wie wir neue gewinnen.", {"a7": 3}),
    "8": (
        "Wie sage ich es meinem Team?",
        "Als neue Leiterin fällt es mir schwer, Kritik anzusprechen.",
        {"a8": 3},
    ),
    "9": (
        "Immer unter Strom",
        "Unsere Sozialarbeiterinnen können nach Feierabend nicht abschalten.",
        {"a9": 3},
    ),
    "10": ("Unser Jahresheft braucht ein Gesicht", "Texte und Bilder sind da.", {"b1": 3}),
    "11": (
        "Die Internetseite zeigt noch Termine von 2019",
        "Wer kümmert sich und bringt es uns bei?",
        {"b2": 3},
    ),
    "12": (
        "Ein kleiner Film zum Geburtstag",
        "Das Haus wird 25, wir möchten zeigen, was hier passiert.",
        {"b3": 3},
    ),
    "13": ("Internet nur im Büro", "In den Gruppenräumen gibt es weder Dose noch Funk.", {"b4": 3}),
    "14": (
        "Falsche Rechnung überwiesen",
        "Wir sind auf eine gefälschte Mail hereingefallen und wollen das nicht noch einmal erleben.",
        {"b5": 3},
    ),
    "15": ("Der Förderer will Diagramme", "Wir haben Strichlisten aus drei Jahren.", {"b6": 3}),
    "16": (
        "Unser Gruppenraum braucht einen neuen Anstrich",
        "Am liebsten mit den Jugendlichen zusammen.",
        {"b7": 3},
    ),
    "17": ("Die Schaukel ist gesperrt", "Auch der Sandkasten sieht traurig aus.", {"b8": 3}),
    "18": (
        "Ausbildung durchhalten",
        "Für unsere jungen Männer im ersten Lehrjahr suchen wir Menschen, die bei Ärger im Betrieb da sind.",
        {"b9": 3, "c1": 1},
    ),
    "19": (
        "Bewerbungsmarathon",
        "Zwanzig Schülerinnen, kaum eine hat je mit einem Chef gesprochen.",
        {"c1": 3},
    ),
    "20": (
        "Aylin will Köchin werden",
        "Sie möchte das zwei Wochen lang testen.",
        {"c2": 3, "c8": 1},
    ),
    "21": (
        "Ausflug in die Arbeitswelt",
        "Unsere Hortgruppe ist neugierig, wie es hinter den Kulissen aussieht.",
        {"c3": 3, "c2": 1},
    ),
    "22": (
        "Bücher lebendig machen",
        "Wir suchen Menschen, die unseren Kindern regelmäßig Geschichten vorlesen.",
        {"c4": 3},
    ),
    "23": (
        "Medienprojekt in den Ferien",
        "Unsere Zehnjährigen würden gern selbst etwas mit Kamera und App gestalten.",
        {"c5": 3, "b3": 1},
    ),
    "24": ("Hoch hinaus", "Die Mädchengruppe möchte an die Kletterwand.", {"c6": 3}),
    "25": ("Unsere Band will aufnehmen", "Fünf Jugendliche, drei eigene Lieder.", {"c7": 3}),
    "26": (
        "Essen mit Eltern",
        "Wir möchten mit Familien günstige Rezepte ausprobieren.",
        {"c8": 3},
    ),
    "27": (
        "Spendenmöbel abholen",
        "Wir haben zwei Schränke geschenkt bekommen, aber keinen Wagen.",
        {"c9": 3},
    ),
    "28": ("Wohnzimmer für die Wohngruppe", "Es fehlt eine gemütliche Sitzecke.", {"d1": 3}),
    "29": ("Monitore für den Computerraum", "Sechs Stück wären prima.", {"d2": 3}),
    "30": (
        "Ort für unser Winterfest",
        "Wir erwarten 150 Leute, draußen ist es zu kalt.",
        {"d3": 3},
    ),
    "31": ("Augenarzt für Vorschulkinder", "Ein Sehtest in der Kita wäre wichtig.", {}),
    "32": ("Reittherapie", "Unsere Kinder würden gern einmal auf ein Pferd.", {}),
    "33": ("Testament und Erbschaft", "Eine alte Dame will uns bedenken, was müssen wir tun?", {}),
}
