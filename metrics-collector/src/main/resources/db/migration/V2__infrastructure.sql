-- What scraped engines, GPUs and machines say.
insert into metric_definition
    (position, name, type, level, unit, description, description_zh, direction, warning_threshold, critical_threshold)
values
    (31, 'gpu_power', 'GAUGE', 'INFRASTRUCTURE', 'W', 'GPU power draw', 'GPU功耗', 'HIGHER_IS_WORSE', null, null),
    (32, 'gpu_xid_error', 'GAUGE', 'INFRASTRUCTURE', '', 'Number of the last XID error of a GPU, 0 for none',
     '最近一次XID错误编号', 'HIGHER_IS_WORSE', null, null),
    (33, 'kv_cache_utilization', 'GAUGE', 'INFRASTRUCTURE', '%', 'KV cache in use', 'KV缓存使用率',
     'HIGHER_IS_WORSE', 90, null),
    (34, 'cpu_utilization', 'GAUGE', 'INFRASTRUCTURE', '%', 'CPU utilization of a machine', 'CPU使用率',
     'HIGHER_IS_WORSE', null, null),
    (35, 'memory_utilization', 'GAUGE', 'INFRASTRUCTURE', '%', 'Memory in use on a machine', '内存使用率',
     'HIGHER_IS_WORSE', 90, null),
    (36, 'disk_utilization', 'GAUGE', 'INFRASTRUCTURE', '%', 'Space in use on a file system', '磁盘使用率',
     'HIGHER_IS_WORSE', 85, 95),
    (37, 'target_up', 'GAUGE', 'INFRASTRUCTURE', '', '1 while a scraped target answers, else 0', '采集目标是否在线',
     'LOWER_IS_WORSE', null, 1),
    (81, 'engine_requests_running', 'GAUGE', 'APPLICATION', '', 'Requests an inference engine is working on',
     '推理引擎运行中请求数', 'HIGHER_IS_WORSE', null, null),
    (82, 'engine_requests_waiting', 'GAUGE', 'APPLICATION', '', 'Requests waiting in an inference engine',
     '推理引擎排队请求数', 'HIGHER_IS_WORSE', null, null),
    (83, 'engine_prompt_tokens_total', 'COUNTER', 'APPLICATION', '', 'Prompt tokens an inference engine took in',
     '推理引擎输入Token数', 'HIGHER_IS_WORSE', null, null),
    (84, 'engine_generation_tokens_total', 'COUNTER', 'APPLICATION', '', 'Tokens an inference engine generated',
     '推理引擎生成Token数', 'HIGHER_IS_WORSE', null, null),
    (85, 'engine_preemptions_total', 'COUNTER', 'APPLICATION', '', 'Requests an inference engine put off again',
     '推理引擎抢占次数', 'HIGHER_IS_WORSE', null, null);
