-- The catalogue of metrics: what the service knows, how to read it and when it is bad.
create table metric_definition (
    name               text primary key,
    position           integer not null unique,
    type               text not null check (type in ('COUNTER', 'GAUGE', 'HISTOGRAM', 'SUMMARY')),
    level              text not null check (level in ('INFRASTRUCTURE', 'APPLICATION', 'MODEL_QUALITY', 'BUSINESS')),
    unit               text not null,
    description        text not null,
    description_zh     text not null,
    direction          text not null check (direction in ('HIGHER_IS_WORSE', 'LOWER_IS_WORSE')),
    warning_threshold  double precision,
    critical_threshold double precision
);

insert into metric_definition
    (position, name, type, level, unit, description, description_zh, direction, warning_threshold, critical_threshold)
values
    -- infrastructure
    (10, 'gpu_utilization', 'GAUGE', 'INFRASTRUCTURE', '%', 'GPU compute utilization', 'GPU计算利用率',
     'HIGHER_IS_WORSE', 85, 95),
    (20, 'gpu_memory_used', 'GAUGE', 'INFRASTRUCTURE', 'GB', 'GPU memory in use', 'GPU显存使用量',
     'HIGHER_IS_WORSE', 70, 90),
    (30, 'gpu_temperature', 'GAUGE', 'INFRASTRUCTURE', 'C', 'GPU temperature', 'GPU温度',
     'HIGHER_IS_WORSE', 80, 90),
    -- application
    (40, 'request_latency_ms', 'HISTOGRAM', 'APPLICATION', 'ms', 'Request latency', '请求延迟',
     'HIGHER_IS_WORSE', 2000, 5000),
    (50, 'ttft_ms', 'HISTOGRAM', 'APPLICATION', 'ms', 'Time to first token', '首Token延迟',
     'HIGHER_IS_WORSE', 500, 1000),
    (60, 'requests_total', 'COUNTER', 'APPLICATION', '', 'Requests', '请求总数',
     'HIGHER_IS_WORSE', null, null),
    (70, 'errors_total', 'COUNTER', 'APPLICATION', '', 'Failed requests', '错误总数',
     'HIGHER_IS_WORSE', null, null),
    (80, 'tokens_per_second', 'GAUGE', 'APPLICATION', 'tokens/s', 'Generation throughput of a request', '生成吞吐量',
     'LOWER_IS_WORSE', null, null),
    -- model quality
    (90, 'model_accuracy', 'GAUGE', 'MODEL_QUALITY', '%', 'Model accuracy', '模型准确率',
     'LOWER_IS_WORSE', 85, 80),
    (100, 'data_drift_score', 'GAUGE', 'MODEL_QUALITY', '', 'Data drift score (PSI)', '数据漂移评分(PSI)',
     'HIGHER_IS_WORSE', 0.1, 0.2),
    (110, 'hallucination_rate', 'GAUGE', 'MODEL_QUALITY', '%', 'Hallucination rate', '幻觉率',
     'HIGHER_IS_WORSE', 10, 20),
    (120, 'refusal_rate', 'GAUGE', 'MODEL_QUALITY', '%', 'Share of responses that refuse', '拒答率',
     'HIGHER_IS_WORSE', 5, null),
    (130, 'uncertainty_rate', 'GAUGE', 'MODEL_QUALITY', '%', 'Share of responses that hedge', '不确定回答率',
     'HIGHER_IS_WORSE', null, null),
    (140, 'repetition_rate', 'GAUGE', 'MODEL_QUALITY', '%', 'Share of responses that repeat themselves', '重复率',
     'HIGHER_IS_WORSE', null, null),
    (150, 'format_compliance_rate', 'GAUGE', 'MODEL_QUALITY', '%', 'Share of responses in the format asked for',
     '格式合规率', 'LOWER_IS_WORSE', 90, null),
    (160, 'relevance_score', 'GAUGE', 'MODEL_QUALITY', '', 'Mean relevance of responses to their prompts, 0 to 1',
     '相关性评分', 'LOWER_IS_WORSE', null, null),
    (170, 'evaluated_responses', 'GAUGE', 'MODEL_QUALITY', '', 'Responses evaluated in the reporting window', '已评估回答数',
     'LOWER_IS_WORSE', null, null),
    -- business
    (180, 'user_satisfaction', 'GAUGE', 'BUSINESS', '%', 'User satisfaction', '用户满意度',
     'LOWER_IS_WORSE', 80, 70),
    (190, 'task_completion_rate', 'GAUGE', 'BUSINESS', '%', 'Task completion rate', '任务完成率',
     'LOWER_IS_WORSE', 85, 75),
    (200, 'cost_per_request', 'GAUGE', 'BUSINESS', 'USD', 'Cost of a request', '每请求成本',
     'HIGHER_IS_WORSE', null, null);
