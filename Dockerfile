# NOT built and NOT run on the machine it was written on: there is no Docker there. A test holds what can be held
# without one: that these files are all the bot needs, and that every setting named here exists.
#
#   docker build -t restride . && docker run --env BOT_TOKEN=... -v data:/data -v keys:/keys restride
#
# With PostgreSQL: compose.yaml. How to run it for good: docs/operations.md.
FROM python:3.11-slim

# The key and the database stand on two volumes: a copy of the one is then no copy of the other.
RUN useradd --system --uid 10001 --create-home restride \
 && install --directory --owner=restride --mode=700 /data /keys

WORKDIR /app
COPY requirements-demo.lock ./
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements-demo.lock
COPY pyproject.toml ./
COPY flows/ flows/
COPY storage/ storage/
COPY bot/ bot/

ENV PYTHONPATH=/app PYTHONUNBUFFERED=1
ENV DATABASE_URL=sqlite:////data/restride.db DATA_KEY_FILE=/keys/data.key
USER restride
WORKDIR /home/restride
VOLUME ["/data", "/keys"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot.cli"]
CMD ["run"]
