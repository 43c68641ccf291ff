CREATE TABLE runs (
	number INTEGER NOT NULL, 
	started DATETIME, 
	finished DATETIME, 
	PRIMARY KEY (number), 
	UNIQUE (number)
);
CREATE TABLE run_periods (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	description VARCHAR(255), 
	run_min INTEGER NOT NULL, 
	run_max INTEGER NOT NULL, 
	start_date DATE, 
	end_date DATE, 
	PRIMARY KEY (id)
);
CREATE TABLE files (
	id INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	sha256 VARCHAR(44) NOT NULL, 
	content TEXT NOT NULL, 
	description VARCHAR(255), 
	importance INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE condition_types (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	value_type VARCHAR(6) NOT NULL, 
	created DATETIME, 
	description VARCHAR(255), 
	PRIMARY KEY (id)
);
CREATE TABLE schema_versions (
	version INTEGER NOT NULL, 
	created DATETIME, 
	comment VARCHAR(255), 
	PRIMARY KEY (version)
);
CREATE TABLE logs (
	id INTEGER NOT NULL, 
	table_ids VARCHAR(255), 
	description TEXT, 
	related_run INTEGER, 
	created DATETIME, 
	user_name VARCHAR(255), 
	PRIMARY KEY (id)
);
CREATE TABLE aliases (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	code TEXT NOT NULL, 
	description VARCHAR(255), 
	PRIMARY KEY (id)
);
CREATE TABLE files_have_runs (
	files_id INTEGER, 
	run_number INTEGER, 
	FOREIGN KEY(files_id) REFERENCES files (id), 
	FOREIGN KEY(run_number) REFERENCES runs (number)
);
CREATE TABLE conditions (
	id INTEGER NOT NULL, 
	text_value TEXT, 
	int_value INTEGER NOT NULL, 
	float_value FLOAT NOT NULL, 
	bool_value BOOLEAN NOT NULL, 
	time_value DATETIME, 
	run_number INTEGER, 
	condition_type_id INTEGER, 
	created DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(run_number) REFERENCES runs (number), 
	FOREIGN KEY(condition_type_id) REFERENCES condition_types (id)
);
