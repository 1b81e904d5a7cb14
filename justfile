# Short names for the scripts, for those who have `just`. None of them needs it.

# List the recipes
default:
    @just --list

# Install what is missing, build, and start the console with demo data
start:
    scripts/start.sh

# Pass all tests, the browser's included
test:
    scripts/test.sh

# Install what running takes, or `just install test` for what testing takes
install purpose="run":
    scripts/install.sh {{ purpose }}

# Describe the SQL queries anew, after a query or a migration changed
sqlx:
    scripts/sqlx.sh prepare

# Run a command with DATABASE_URL on a private, temporary database: just database psql '$DATABASE_URL'
database *command:
    cargo run --quiet --package localpg --bin hexastyle-localpg -- run --temporary -- sh -c '{{ command }}'

# Format all Rust
format:
    cargo fmt --all

# Check the scripts
shellcheck:
    shellcheck --external-sources scripts/*.sh .ci/run

# Take the guides' pictures anew, from a console that runs with demo data
pictures url="http://127.0.0.1:8640":
    node end2end/pictures.mjs {{ url }}
