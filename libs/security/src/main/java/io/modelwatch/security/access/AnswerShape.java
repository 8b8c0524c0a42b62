package io.modelwatch.security.access;

/** In whose words a refusal is told. */
public enum AnswerShape {
    /** RFC 9457. */
    PROBLEM,
    /** Alertmanager's object with a code and a message. */
    ALERTMANAGER,
    /** Elasticsearch's error. */
    ELASTICSEARCH
}
