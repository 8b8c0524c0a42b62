-- What requests used and cost, by the hour. Every run of the service writes rows of its own with what it has counted so
-- far, so that writing again changes nothing; a question adds them up.
create table spend_hour (
    hour             timestamptz not null,
    key              uuid not null,
    run              uuid not null,
    arrived          timestamptz not null,
    model            text not null,
    service          text not null,
    provider         text not null,
    environment      text not null,
    user_id          text not null,
    team             text not null,
    requests         bigint not null,
    errors           bigint not null,
    cache_hits       bigint not null,
    unpriced         bigint not null,
    input_tokens     bigint not null,
    output_tokens    bigint not null,
    cached_tokens    bigint not null,
    reasoning_tokens bigint not null,
    cost_usd         numeric not null,
    primary key (hour, key, run, arrived)
);

create table budget (
    name            text primary key,
    amount_usd      numeric not null check (amount_usd > 0),
    period          text not null check (period in ('DAY', 'MONTH')),
    time_zone       text not null,
    labels          jsonb not null,
    warning_percent double precision not null,
    version         integer not null default 1,
    changed_at      timestamptz not null default now(),
    changed_by      text not null
);
