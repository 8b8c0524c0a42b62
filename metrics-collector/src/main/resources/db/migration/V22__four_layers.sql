-- The rest of the four layers: what machines and clusters say, what follows from request records, quality, business.
insert into metric_definition
    (position, name, type, level, unit, description, description_zh, direction, warning_threshold, critical_threshold)
values
    -- infrastructure
    (3710, 'disk_read_bytes_total', 'COUNTER', 'INFRASTRUCTURE', 'bytes', 'Bytes read from disks', '磁盘读取字节数',
     'HIGHER_IS_WORSE', null, null),
    (3711, 'disk_written_bytes_total', 'COUNTER', 'INFRASTRUCTURE', 'bytes', 'Bytes written to disks', '磁盘写入字节数',
     'HIGHER_IS_WORSE', null, null),
    (3712, 'network_received_bytes_total', 'COUNTER', 'INFRASTRUCTURE', 'bytes', 'Bytes received', '网络接收字节数',
     'HIGHER_IS_WORSE', null, null),
    (3713, 'network_sent_bytes_total', 'COUNTER', 'INFRASTRUCTURE', 'bytes', 'Bytes sent', '网络发送字节数',
     'HIGHER_IS_WORSE', null, null),
    (3720, 'container_running', 'GAUGE', 'INFRASTRUCTURE', '', '1 while a container runs, else 0', '容器状态',
     'LOWER_IS_WORSE', null, null),
    (3721, 'pod_restarts_total', 'COUNTER', 'INFRASTRUCTURE', '', 'Restarts of containers', 'Pod重启次数',
     'HIGHER_IS_WORSE', null, null),
    (3722, 'node_ready', 'GAUGE', 'INFRASTRUCTURE', '', '1 while a node is ready, else 0', '节点健康度',
     'LOWER_IS_WORSE', null, 1),
    -- application
    (7010, 'tpot_ms', 'HISTOGRAM', 'APPLICATION', 'ms', 'Time per output token after the first', '每输出Token时间',
     'HIGHER_IS_WORSE', 50, 100),
    (7011, 'queue_ms', 'HISTOGRAM', 'APPLICATION', 'ms', 'Time a request waited before its model began', '排队时间',
     'HIGHER_IS_WORSE', null, null),
    (7020, 'input_tokens_total', 'COUNTER', 'APPLICATION', '', 'Input tokens, cached ones included', '输入Token数',
     'HIGHER_IS_WORSE', null, null),
    (7021, 'output_tokens_total', 'COUNTER', 'APPLICATION', '', 'Output tokens, reasoning ones included', '输出Token数',
     'HIGHER_IS_WORSE', null, null),
    (7022, 'cached_tokens_total', 'COUNTER', 'APPLICATION', '', 'Input tokens from the prompt caches of providers',
     '提示缓存命中Token数', 'LOWER_IS_WORSE', null, null),
    (7023, 'reasoning_tokens_total', 'COUNTER', 'APPLICATION', '', 'Output tokens that were thought, not said',
     '推理Token数', 'HIGHER_IS_WORSE', null, null),
    (7024, 'cache_hits_total', 'COUNTER', 'APPLICATION', '', 'Requests answered from a cache of whole answers',
     '缓存命中次数', 'LOWER_IS_WORSE', null, null),
    (7025, 'request_seconds_total', 'COUNTER', 'APPLICATION', 's', 'Time spent in requests', '请求总耗时',
     'HIGHER_IS_WORSE', null, null),
    -- model quality
    (9010, 'f1_score', 'GAUGE', 'MODEL_QUALITY', '', 'F1 score, 0 to 1', 'F1分数', 'LOWER_IS_WORSE', null, null),
    (10010, 'kl_divergence', 'GAUGE', 'MODEL_QUALITY', '', 'Data drift as Kullback-Leibler divergence', '数据漂移（KL散度）',
     'HIGHER_IS_WORSE', null, null),
    (15010, 'instruction_following_rate', 'GAUGE', 'MODEL_QUALITY', '%', 'Share of responses that follow instructions',
     '指令遵循度', 'LOWER_IS_WORSE', 90, null),
    (16010, 'output_diversity', 'GAUGE', 'MODEL_QUALITY', '', 'Diversity of responses, 0 to 1', '输出多样性',
     'LOWER_IS_WORSE', null, null),
    (16011, 'context_utilization', 'GAUGE', 'MODEL_QUALITY', '', 'How much of the context responses use, 0 to 1',
     '上下文利用率', 'LOWER_IS_WORSE', null, null),
    (16020, 'harmful_content_rate', 'GAUGE', 'MODEL_QUALITY', '%', 'Share of responses with harmful content',
     '有害内容检出率', 'HIGHER_IS_WORSE', null, null),
    (16021, 'pii_leak_rate', 'GAUGE', 'MODEL_QUALITY', '%', 'Share of responses with personal data', 'PII泄露率',
     'HIGHER_IS_WORSE', null, null),
    (16022, 'jailbreak_rate', 'GAUGE', 'MODEL_QUALITY', '%', 'Share of prompts that try to break out', '越狱检测率',
     'HIGHER_IS_WORSE', null, null),
    -- business
    (20010, 'cost_usd_total', 'COUNTER', 'BUSINESS', 'USD', 'Cost of requests, where it is known', 'Token成本',
     'HIGHER_IS_WORSE', null, null),
    (20020, 'budget_used', 'GAUGE', 'BUSINESS', '%', 'Share of a budget that is spent in its period', '预算使用率',
     'HIGHER_IS_WORSE', 80, 100),
    (20021, 'budget_burn_rate', 'GAUGE', 'BUSINESS', '',
     'Pace of spending in the last hours; at 1 the budget lasts exactly for its period', '预算消耗速率',
     'HIGHER_IS_WORSE', null, null);

-- Derived metrics: increments of a counter by those of another one in a window, or per second.
insert into metric_definition
    (position, name, type, level, unit, description, description_zh, direction, warning_threshold, critical_threshold,
     labels, numerator, denominator, factor, derived_window)
values
    (6010, 'requests_per_second', 'GAUGE', 'APPLICATION', '1/s', 'Requests per second', '请求QPS',
     'LOWER_IS_WORSE', null, null, 'model', 'requests_total', null, 1, '1m'),
    (7001, 'error_rate', 'GAUGE', 'APPLICATION', '%', 'Share of requests that failed', '错误率',
     'HIGHER_IS_WORSE', 5, 50, 'model', 'errors_total', 'requests_total', 100, '5m'),
    (8010, 'output_tokens_per_second', 'GAUGE', 'APPLICATION', 'tokens/s', 'Generation throughput of all requests',
     '全系统吞吐量', 'LOWER_IS_WORSE', null, null, 'model', 'output_tokens_total', null, 1, '1m'),
    (8011, 'concurrent_requests', 'GAUGE', 'APPLICATION', '', 'Mean number of requests in flight', '并发请求数',
     'HIGHER_IS_WORSE', null, null, 'model', 'request_seconds_total', null, 1, '1m'),
    (8012, 'cache_hit_rate', 'GAUGE', 'APPLICATION', '%', 'Share of requests answered from a cache', '缓存命中率',
     'LOWER_IS_WORSE', null, null, 'model', 'cache_hits_total', 'requests_total', 100, '5m'),
    (8013, 'prompt_cache_rate', 'GAUGE', 'APPLICATION', '%', 'Share of input tokens from prompt caches', '提示缓存命中率',
     'LOWER_IS_WORSE', null, null, 'model', 'cached_tokens_total', 'input_tokens_total', 100, '5m'),
    (20011, 'cost_usd_per_hour', 'GAUGE', 'BUSINESS', 'USD/h', 'Cost per hour at the pace of the window', '每小时成本',
     'HIGHER_IS_WORSE', null, null, 'model', 'cost_usd_total', null, 3600, '1h'),
    (22510, 'human_takeover_rate', 'GAUGE', 'BUSINESS', '%', 'Share of cases in which a human took over', '人工介入率',
     'HIGHER_IS_WORSE', null, null, 'model', 'human_takeovers_total', 'judged_takeovers_total', 100, '1h'),
    (22511, 'conversion_rate', 'GAUGE', 'BUSINESS', '%', 'Share of users that converted', '转化率',
     'LOWER_IS_WORSE', null, null, 'model', 'conversions_total', 'judged_conversions_total', 100, '1h'),
    (22512, 'retention_rate', 'GAUGE', 'BUSINESS', '%', 'Share of users that came back', '用户留存率',
     'LOWER_IS_WORSE', null, null, 'model', 'retained_users_total', 'judged_retention_total', 100, '1h');

-- Where there is feedback, it tells these; others may still report them as samples.
update metric_definition
   set labels = 'model', numerator = 'liked_answers_total', denominator = 'rated_answers_total', factor = 100,
       derived_window = '1h'
 where name = 'user_satisfaction';
update metric_definition
   set labels = 'model', numerator = 'completed_tasks_total', denominator = 'judged_tasks_total', factor = 100,
       derived_window = '1h'
 where name = 'task_completion_rate';

-- Labels of what request records and feedback tell.
update metric_definition
   set labels = 'model,service,provider,environment,status'
 where name in ('requests_total', 'errors_total', 'request_latency_ms', 'ttft_ms', 'tokens_per_second', 'cost_per_request',
                'tpot_ms', 'queue_ms', 'input_tokens_total', 'output_tokens_total', 'cached_tokens_total',
                'reasoning_tokens_total', 'cache_hits_total', 'request_seconds_total', 'cost_usd_total');
update metric_definition set labels = 'model,service,environment' where position between 21000 and 22399;
update metric_definition set labels = 'budget' where name in ('budget_used', 'budget_burn_rate');
