package io.modelwatch.observability.grafana;

/** What the numbers of a panel are, in Grafana's spelling. */
public enum Unit {
    COUNT("short"),
    RECORDS("short"),
    REQUESTS_PER_SECOND("reqps"),
    PER_SECOND("cps"),
    TOKENS_PER_SECOND("tokens/s"),
    MILLISECONDS("ms"),
    SECONDS("s"),
    /** 0 to 1. */
    RATIO("percentunit"),
    /** 0 to 100. */
    PERCENT("percent"),
    BYTES("bytes"),
    CELSIUS("celsius"),
    WATT("watt"),
    JOULE("joule"),
    US_DOLLAR("currencyUSD"),
    /** A score without a unit. */
    SCORE("none");

    private final String id;

    Unit(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
