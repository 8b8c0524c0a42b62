-- Definitions can be changed: what they gain for that, and their history.
alter table metric_definition
    drop constraint metric_definition_position_key,
    add column labels         text not null default '',
    add column numerator      text,
    add column denominator    text,
    add column factor         double precision not null default 1,
    add column derived_window text,
    add column sources        text not null default '',
    add column version        integer not null default 1;
update metric_definition set position = position * 100;

create table metric_history (
    id         bigint generated always as identity primary key,
    name       text not null,
    version    integer not null,
    action     text not null check (action in ('CREATED', 'CHANGED', 'DELETED')),
    changed_at timestamptz not null,
    changed_by text not null,
    definition text not null
);
create index metric_history_name on metric_history (name, id);
