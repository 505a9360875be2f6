-- Made after the rows are in, which is quicker; from then on the triggers keep the search indexes up.
CREATE INDEX customer_email ON customer (lower(trim(email)));
CREATE INDEX newsletter_email ON newsletter (lower(trim(email)));
CREATE INDEX old_export_email ON old_export (lower(trim(email)));
CREATE INDEX contact_customer ON contact (customer_id);
CREATE INDEX agreement_customer ON agreement (customer_id);
CREATE INDEX address_customer ON address (customer_id);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX invoice_customer ON invoice (customer_id);
CREATE INDEX invoice_order ON invoice (order_id);
CREATE INDEX invoice_line_invoice ON invoice_line (invoice_id);
CREATE INDEX payment_invoice ON payment (invoice_id);
CREATE INDEX ticket_customer ON ticket (customer_id);
CREATE INDEX message_sender ON message (sender_id);
CREATE INDEX message_receiver ON message (receiver_id);
CREATE INDEX message_mentioned ON message (mentioned_id);
CREATE INDEX crm_note_customer ON crm_note (customer_id);
CREATE INDEX web_session_customer ON web_session (customer_id);
CREATE INDEX login_customer ON login (customer_id);
CREATE INDEX review_customer ON review (customer_id);
INSERT INTO message_search (message_search) VALUES ('rebuild');
INSERT INTO note_search (note_search) VALUES ('rebuild');
CREATE TRIGGER message_search_insert AFTER INSERT ON message BEGIN
    INSERT INTO message_search (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE TRIGGER message_search_delete AFTER DELETE ON message BEGIN
    INSERT INTO message_search (message_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END;
CREATE TRIGGER message_search_update AFTER UPDATE ON message BEGIN
    INSERT INTO message_search (message_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
    INSERT INTO message_search (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE TRIGGER note_search_insert AFTER INSERT ON crm_note BEGIN
    INSERT INTO note_search (rowid, body) VALUES (new.id, new.body);
END;
CREATE TRIGGER note_search_delete AFTER DELETE ON crm_note BEGIN
    INSERT INTO note_search (note_search, rowid, body) VALUES ('delete', old.id, old.body);
END;
CREATE TRIGGER note_search_update AFTER UPDATE ON crm_note BEGIN
    INSERT INTO note_search (note_search, rowid, body) VALUES ('delete', old.id, old.body);
    INSERT INTO note_search (rowid, body) VALUES (new.id, new.body);
END;
