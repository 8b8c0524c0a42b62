CREATE DATABASE metrics_collector;
CREATE DATABASE quality_evaluator;
CREATE DATABASE alert_router;
