ALTER TABLE answers DROP COLUMN own_reason;
DROP TABLE platform_subscriptions;
DROP TABLE platform_offers;
DROP TABLE platforms;
