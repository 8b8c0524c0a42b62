package io.modelwatch.redaction.entity;

/** Where an identifier is issued; {@link #SECRET} stands for what opens a door wherever it came from. */
public enum Region {
    GENERAL,
    US,
    UK,
    EU,
    AMERICA,
    ASIA,
    AFRICA,
    AUSTRALIA,
    CHINA,
    SECRET
}
