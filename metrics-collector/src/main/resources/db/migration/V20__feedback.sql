-- What users did with an answer, or said about it. Joined with its request where that is known.
create table feedback (
    feedback_id    text primary key,
    received_at    timestamptz not null default now(),
    at             timestamptz not null,
    request_id     text,
    session_id     text,
    user_id        text,
    model          text,
    service        text,
    environment    text,
    thumbs         text check (thumbs in ('UP', 'DOWN')),
    rating         double precision,
    task_completed boolean,
    human_takeover boolean,
    turns          bigint,
    converted      boolean,
    revenue_usd    numeric,
    retained       boolean,
    comment        text,
    labels         jsonb not null default '{}'
);
create index feedback_at on feedback (at);
create index feedback_request on feedback (request_id) where request_id is not null;

insert into metric_definition
    (position, name, type, level, unit, description, description_zh, direction, warning_threshold, critical_threshold)
values
    (210, 'feedback_total', 'COUNTER', 'BUSINESS', '', 'Feedbacks of any kind', '反馈总数',
     'LOWER_IS_WORSE', null, null),
    (211, 'rated_answers_total', 'COUNTER', 'BUSINESS', '', 'Answers that users judged by thumb or rating', '获评价回答数',
     'LOWER_IS_WORSE', null, null),
    (212, 'liked_answers_total', 'COUNTER', 'BUSINESS', '', 'Answers with a thumb up or a rating of at least 4', '获好评回答数',
     'LOWER_IS_WORSE', null, null),
    (213, 'user_rating', 'HISTOGRAM', 'BUSINESS', '', 'Ratings from 1 to 5', '用户评分（1到5）',
     'LOWER_IS_WORSE', null, null),
    (214, 'judged_tasks_total', 'COUNTER', 'BUSINESS', '', 'Tasks whose outcome is known', '已知结果任务数',
     'LOWER_IS_WORSE', null, null),
    (215, 'completed_tasks_total', 'COUNTER', 'BUSINESS', '', 'Tasks that were completed', '已完成任务数',
     'LOWER_IS_WORSE', null, null),
    (216, 'judged_takeovers_total', 'COUNTER', 'BUSINESS', '', 'Feedbacks that say whether a human took over', '已知是否人工介入数',
     'LOWER_IS_WORSE', null, null),
    (217, 'human_takeovers_total', 'COUNTER', 'BUSINESS', '', 'Cases in which a human took over', '人工介入次数',
     'HIGHER_IS_WORSE', null, null),
    (218, 'conversation_turns', 'HISTOGRAM', 'BUSINESS', '', 'Turns of a conversation', '对话轮次',
     'HIGHER_IS_WORSE', null, null),
    (219, 'judged_conversions_total', 'COUNTER', 'BUSINESS', '', 'Feedbacks that say whether the user converted', '已知是否转化数',
     'LOWER_IS_WORSE', null, null),
    (220, 'conversions_total', 'COUNTER', 'BUSINESS', '', 'Users that converted', '转化次数',
     'LOWER_IS_WORSE', null, null),
    (221, 'revenue_usd_total', 'COUNTER', 'BUSINESS', 'USD', 'Revenue that feedback attributes to answers', '收入影响',
     'LOWER_IS_WORSE', null, null),
    (222, 'judged_retention_total', 'COUNTER', 'BUSINESS', '', 'Feedbacks that say whether the user came back', '已知是否留存数',
     'LOWER_IS_WORSE', null, null),
    (223, 'retained_users_total', 'COUNTER', 'BUSINESS', '', 'Users that came back', '用户留存数',
     'LOWER_IS_WORSE', null, null);
