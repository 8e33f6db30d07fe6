"""What stands in the shop's books on the demo's day, 2 November 2026. Every name and number is invented."""

from datetime import date

TODAY = date(2026, 11, 2)
"""The demo's day. It never moves, so that a journey written today holds next year."""

SCHEMA = """
CREATE TABLE customers (number TEXT PRIMARY KEY, name TEXT, email TEXT UNIQUE, postcode TEXT);
CREATE TABLE orders (
    number TEXT PRIMARY KEY, customer TEXT REFERENCES customers, item TEXT, pence INTEGER, status TEXT,
    placed TEXT, arrives TEXT, delivered TEXT, delayed INTEGER, address TEXT, postcode TEXT, card TEXT,
    refunded INTEGER DEFAULT 0, address_changed INTEGER DEFAULT 0);
CREATE TABLE subscriptions (
    number TEXT PRIMARY KEY, customer TEXT REFERENCES customers, name TEXT, status TEXT, paid_until TEXT);
CREATE TABLE charges (
    number TEXT PRIMARY KEY, customer TEXT REFERENCES customers, what TEXT, period TEXT, charged_on TEXT, pence INTEGER,
    card TEXT, refunded INTEGER DEFAULT 0);
CREATE TABLE tickets (number TEXT PRIMARY KEY, order_number TEXT, urgency TEXT, subject TEXT);
CREATE TABLE resets (number INTEGER PRIMARY KEY, customer TEXT, sent_to TEXT, minutes INTEGER);
"""

CUSTOMERS = (
    ("K-3001", "Maria Lopez", "maria.lopez@example.com", "SW1A 1AA"),
    ("K-3002", "Aisha Khan", "aisha.khan@example.com", "LS6 2AB"),
    ("K-3003", "Ben Carter", "ben.carter@example.com", "NE1 7RU"),
    ("K-3004", "Leon Fischer", "leon.fischer@example.com", "EH3 9QN"),
    ("K-3005", "Tom Becker", "tom.becker@example.com", "M4 5JD"),
    ("K-3006", "Priya Shah", "priya.shah@example.com", "BS1 6XN"),
    ("K-3007", "Grace Okafor", "grace.okafor@example.com", "NG1 5FS"),
    ("K-3008", "Oliver Grant", "oliver.grant@example.com", "GL50 1SY"),
    ("K-3009", "Chloe Martin", "chloe.martin@example.com", "OX1 2JD"),
    ("K-3010", "Yusuf Demir", "yusuf.demir@example.com", "B2 4QA"),
    ("K-3011", "Hannah Price", "hannah.price@example.com", "SA1 3QQ"),
    ("K-3012", "Sam Doyle", "sam.doyle@example.com", "BT1 5GS"),
    ("K-3013", "Ines Duarte", "ines.duarte@example.com", "PL1 1EA"),
    ("K-3014", "Raj Patel", "raj.patel@example.com", "LE1 6RU"),
    ("K-3015", "Ellie Wood", "ellie.wood@example.com", "YO1 7HH"),
)
"""Customer number, name, email, postcode."""

# fmt: off
# Number, customer, item, pence, status, placed, arrives, delivered, delayed,
# address, postcode, last four digits of the card.
ORDERS = (
    ("W-1031", "K-3011", "hand blender", 3400, "delivered", "2026-06-06", None, "2026-06-11", 0,
     "4 Harbour Row, Swansea", "SA1 3QQ", "7702"),
    ("W-1042", "K-3001", "kettle", 3900, "delivered", "2026-10-16", None, "2026-10-21", 0,
     "12 Rose Court, London", "SW1A 1AA", "4417"),
    ("W-1049", "K-3013", "milk frother", 2200, "refunded", "2026-10-05", None, "2026-10-09", 0,
     "9 Quay Road, Plymouth", "PL1 1EA", "3391"),
    ("W-1055", "K-3004", "coffee machine", 14900, "delivered", "2026-08-10", None, "2026-08-14", 0,
     "27 Abbey Hill, Edinburgh", "EH3 9QN", "6058"),
    ("W-1059", "K-3014", "salad spinner", 1950, "delivered", "2026-09-28", None, "2026-10-02", 0,
     "61 Mill Street, Leicester", "LE1 6RU", "2210"),
    ("W-1061", "K-3003", "coffee grinder", 5400, "dispatched", "2026-10-28", "2026-11-03", None, 0,
     "3 Station Terrace, Newcastle", "NE1 7RU", "5126"),
    ("W-1065", "K-3009", "teapot", 3100, "delivered", "2026-10-01", None, "2026-10-06", 0,
     "15 Willow Close, Oxford", "OX1 2JD", "9034"),
    ("W-1070", "K-3011", "casserole pot", 9500, "delivered", "2026-10-21", None, "2026-10-26", 0,
     "4 Harbour Row, Swansea", "SA1 3QQ", "7702"),
    ("W-1077", "K-3001", "toaster", 4500, "delivered", "2026-09-14", None, "2026-09-18", 0,
     "12 Rose Court, London", "SW1A 1AA", "4417"),
    ("W-1083", "K-3012", "slow cooker", 5800, "cancelled", "2026-10-20", None, None, 0,
     "22 Castle Street, Belfast", "BT1 5GS", "1187"),
    ("W-1088", "K-3002", "frying pan", 2850, "dispatched", "2026-10-29", "2026-11-04", None, 0,
     "18 Elm Street, Leeds", "LS6 2AB", "8265"),
    ("W-1090", "K-3014", "kitchen scale", 1850, "dispatched", "2026-10-24", "2026-11-12", None, 1,
     "61 Mill Street, Leicester", "LE1 6RU", "2210"),
    ("W-1093", "K-3002", "bread maker", 8900, "dispatched", "2026-10-26", "2026-11-09", None, 1,
     "5 Castle Walk, Cardiff", "CF10 1EP", "8265"),
    ("W-1096", "K-3010", "stand mixer", 21900, "dispatched", "2026-10-30", "2026-11-05", None, 0,
     "48 Canal Street, Birmingham", "B2 4QA", "4470"),
    ("W-1099", "K-3015", "baking tray set", 2600, "processing", "2026-11-01", "2026-11-06", None, 0,
     "8 Minster Lane, York", "YO1 7HH", "6613"),
    ("W-1101", "K-3008", "pasta maker", 6400, "processing", "2026-10-31", "2026-11-06", None, 0,
     "31 Park Road, Cheltenham", "GL50 1SY", "7745"),
    ("W-1102", "K-3009", "knife set", 7250, "processing", "2026-11-02", "2026-11-09", None, 0,
     "15 Willow Close, Oxford", "OX1 2JD", "9034"),
)
# fmt: on

SUBSCRIPTIONS = (
    ("S-2201", "K-3005", "coffee club", "active", "2026-11-30"),
    ("S-2202", "K-3006", "coffee club", "active", "2026-11-30"),
    ("S-2203", "K-3011", "coffee club", "active", "2026-11-15"),
    ("S-2204", "K-3012", "coffee club", "cancelled", "2026-09-30"),
    ("S-2205", "K-3010", "coffee club", "active", "2026-11-30"),
)
"""Number, customer, name, status, paid until."""

CHARGES = (
    ("C-5511", "K-3005", "coffee club", "October 2026", "2026-10-01", 1250, "8830"),
    ("C-5512", "K-3005", "coffee club", "October 2026", "2026-10-02", 1250, "8830"),
    ("C-5520", "K-3006", "coffee club", "October 2026", "2026-10-01", 1250, "3019"),
    ("C-5530", "K-3011", "coffee club", "October 2026", "2026-10-15", 1250, "7702"),
    ("C-5541", "K-3010", "coffee club", "September 2026", "2026-09-01", 1250, "4470"),
    ("C-5542", "K-3010", "coffee club", "October 2026", "2026-10-01", 1250, "4470"),
    ("C-5543", "K-3010", "coffee club", "October 2026", "2026-10-01", 1250, "4470"),
)
"""Number, customer, what for, period, charged on, pence, last four digits of the card."""

REFUNDED = (("W-1049", 2200),)
"""Orders whose money went back before the demo's day, in pence."""
