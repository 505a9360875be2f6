CREATE TABLE customer (id INTEGER PRIMARY KEY, number VARCHAR(12), name VARCHAR(80) NOT NULL,
    email VARCHAR(80) NOT NULL, phone VARCHAR(20), created_on DATE NOT NULL, started_on DATE, ended_on DATE,
    last_contact_on DATE);
CREATE TABLE address (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
    street VARCHAR(80), postcode VARCHAR(8), city VARCHAR(40), made_on DATE NOT NULL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
    reference VARCHAR(20), wishes VARCHAR(200), total INTEGER, ordered_on DATE NOT NULL, booked_on DATE);
CREATE TABLE order_item (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id),
    description VARCHAR(80), amount INTEGER, engraving VARCHAR(80));
CREATE TABLE payment_card (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
    holder VARCHAR(80), iban VARCHAR(34), added_on DATE NOT NULL);
CREATE TABLE login (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
    ip VARCHAR(45), outcome VARCHAR(20), at TIMESTAMP NOT NULL);
CREATE TABLE service_request (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
    title VARCHAR(80), body VARCHAR(400), opened_at TIMESTAMP NOT NULL, closed_on DATE);
CREATE TABLE review (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
    name VARCHAR(80), body VARCHAR(400), stars INTEGER, posted_on DATE NOT NULL);
CREATE TABLE chat_message (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
    body VARCHAR(400), sent_at TIMESTAMP NOT NULL);
CREATE TABLE document (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
    title VARCHAR(80), content VARCHAR(400), made_on DATE NOT NULL);
CREATE TABLE event (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
    page VARCHAR(80), ip VARCHAR(45), at TIMESTAMP NOT NULL);
