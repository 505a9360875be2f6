-- The database of a small service company as it grew: nobody ever took anything out.
CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    number TEXT UNIQUE,
    status TEXT,
    name TEXT NOT NULL,
    company TEXT,
    kvk_number TEXT,
    email TEXT NOT NULL,
    phone TEXT,
    language TEXT,
    birth_date TEXT,
    bsn TEXT,
    last_contact_on TEXT,
    created_on TEXT NOT NULL
);
CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customer (id),
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    job TEXT,
    last_contact_on TEXT,
    created_on TEXT NOT NULL
);
CREATE TABLE agreement (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    service TEXT,
    started_on TEXT NOT NULL,
    ended_on TEXT
);
CREATE TABLE address (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL,
    street TEXT,
    postcode TEXT,
    city TEXT,
    created_on TEXT NOT NULL
);
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL UNIQUE REFERENCES customer (id),
    username TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    language TEXT,
    opened_on TEXT NOT NULL,
    closed_on TEXT
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customer (id),
    reference TEXT,
    wishes TEXT,
    ip TEXT,
    ordered_on TEXT NOT NULL
);
CREATE TABLE invoice (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    order_id INTEGER REFERENCES orders (id),
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    company TEXT,
    billing_address TEXT,
    vat_number TEXT,
    total INTEGER,
    made_on TEXT NOT NULL,
    booked_on TEXT
);
CREATE TABLE invoice_line (
    id INTEGER PRIMARY KEY,
    invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    description TEXT,
    amount INTEGER
);
CREATE TABLE payment (
    id INTEGER PRIMARY KEY,
    invoice_id INTEGER REFERENCES invoice (id),
    holder TEXT,
    iban TEXT,
    bic TEXT,
    bank TEXT,
    amount INTEGER,
    paid_on TEXT NOT NULL
);
CREATE TABLE ticket (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customer (id),
    email TEXT,
    title TEXT,
    body TEXT NOT NULL,
    browser TEXT,
    opened_at TEXT NOT NULL,
    closed_on TEXT
);
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    sender_id INTEGER REFERENCES customer (id),
    receiver_id INTEGER REFERENCES customer (id),
    mentioned_id INTEGER REFERENCES customer (id),
    mentioned_name TEXT,
    title TEXT,
    body TEXT NOT NULL,
    sent_at TEXT NOT NULL
);
CREATE TABLE newsletter (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT,
    subscribed_on TEXT NOT NULL,
    last_sent_on TEXT
);
CREATE TABLE crm_note (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    bought TEXT,
    body TEXT,
    interest TEXT,
    noted_on TEXT NOT NULL
);
CREATE TABLE web_session (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customer (id),
    client_id TEXT,
    ip TEXT,
    browser TEXT,
    system TEXT,
    language TEXT,
    pages TEXT,
    started_at TEXT NOT NULL
);
CREATE TABLE login (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customer (id),
    user_id TEXT,
    ip TEXT,
    outcome TEXT,
    at INTEGER NOT NULL
);
CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    name TEXT,
    job TEXT,
    body TEXT NOT NULL,
    stars INTEGER,
    posted_on TEXT NOT NULL
);
CREATE TABLE segment (
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    label TEXT NOT NULL,
    interest TEXT,
    client_id TEXT,
    computed_on TEXT NOT NULL,
    PRIMARY KEY (customer_id, label)
);
CREATE TABLE old_export (
    id INTEGER PRIMARY KEY,
    email TEXT,
    name TEXT,
    phone TEXT,
    birth_date TEXT,
    exported_on TEXT NOT NULL
);
CREATE TABLE schema_migrations (version TEXT PRIMARY KEY);
CREATE VIRTUAL TABLE message_search USING fts5 (title, body, content = 'message', content_rowid = 'id');
CREATE VIRTUAL TABLE note_search USING fts5 (body, content = 'crm_note', content_rowid = 'id');
