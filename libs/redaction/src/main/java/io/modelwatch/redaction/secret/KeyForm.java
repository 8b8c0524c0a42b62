package io.modelwatch.redaction.secret;

import io.modelwatch.redaction.entity.EntityType;
import java.util.List;

/** A provider's key: a prefix and {@code min} to {@code max} characters of an alphabet behind it. */
record KeyForm(EntityType type, String prefix, Alphabet alphabet, int min, int max) {

    enum Alphabet {
        HEX,
        UPPER,
        ALPHANUMERIC,
        URL;

        boolean accepts(char c) {
            return switch (this) {
                case HEX -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                case UPPER -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
                case ALPHANUMERIC -> (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
                case URL -> ALPHANUMERIC.accepts(c) || c == '-' || c == '_' || c == '.';
            };
        }
    }

    private static final int ANY = 512;

    /** In the order in which they are tried: the longer of two prefixes first. */
    static final List<KeyForm> ALL = List.of(
            key(EntityType.AWS_ACCESS_KEY, "AKIA", Alphabet.UPPER, 16, 16),
            key(EntityType.AWS_ACCESS_KEY, "ASIA", Alphabet.UPPER, 16, 16),
            key(EntityType.AWS_ACCESS_KEY, "ABIA", Alphabet.UPPER, 16, 16),
            key(EntityType.AWS_ACCESS_KEY, "ACCA", Alphabet.UPPER, 16, 16),
            key(EntityType.GITHUB_TOKEN, "github_pat_", Alphabet.URL, 22, 93),
            key(EntityType.GITHUB_TOKEN, "ghp_", Alphabet.ALPHANUMERIC, 36, 251),
            key(EntityType.GITHUB_TOKEN, "gho_", Alphabet.ALPHANUMERIC, 36, 251),
            key(EntityType.GITHUB_TOKEN, "ghu_", Alphabet.ALPHANUMERIC, 36, 251),
            key(EntityType.GITHUB_TOKEN, "ghs_", Alphabet.ALPHANUMERIC, 36, 251),
            key(EntityType.GITHUB_TOKEN, "ghr_", Alphabet.ALPHANUMERIC, 36, 251),
            key(EntityType.GITLAB_TOKEN, "glpat-", Alphabet.URL, 20, ANY),
            key(EntityType.GITLAB_TOKEN, "gldt-", Alphabet.URL, 20, ANY),
            key(EntityType.GITLAB_TOKEN, "glrt-", Alphabet.URL, 20, ANY),
            key(EntityType.GITLAB_TOKEN, "glcbt-", Alphabet.URL, 20, ANY),
            key(EntityType.SLACK_TOKEN, "xoxb-", Alphabet.URL, 20, ANY),
            key(EntityType.SLACK_TOKEN, "xoxp-", Alphabet.URL, 20, ANY),
            key(EntityType.SLACK_TOKEN, "xoxa-", Alphabet.URL, 20, ANY),
            key(EntityType.SLACK_TOKEN, "xoxr-", Alphabet.URL, 20, ANY),
            key(EntityType.SLACK_TOKEN, "xoxs-", Alphabet.URL, 20, ANY),
            key(EntityType.SLACK_TOKEN, "xapp-", Alphabet.URL, 20, ANY),
            key(EntityType.STRIPE_KEY, "sk_live_", Alphabet.ALPHANUMERIC, 16, ANY),
            key(EntityType.STRIPE_KEY, "sk_test_", Alphabet.ALPHANUMERIC, 16, ANY),
            key(EntityType.STRIPE_KEY, "rk_live_", Alphabet.ALPHANUMERIC, 16, ANY),
            key(EntityType.STRIPE_KEY, "rk_test_", Alphabet.ALPHANUMERIC, 16, ANY),
            key(EntityType.STRIPE_KEY, "whsec_", Alphabet.ALPHANUMERIC, 24, ANY),
            key(EntityType.GOOGLE_API_KEY, "AIza", Alphabet.URL, 35, 35),
            key(EntityType.GOOGLE_API_KEY, "GOCSPX-", Alphabet.URL, 28, 28),
            key(EntityType.GOOGLE_API_KEY, "ya29.", Alphabet.URL, 30, ANY),
            key(EntityType.ANTHROPIC_KEY, "sk-ant-", Alphabet.URL, 24, ANY),
            key(EntityType.API_KEY, "sk-or-v1-", Alphabet.HEX, 64, 64),
            key(EntityType.OPENAI_KEY, "sk-proj-", Alphabet.URL, 20, ANY),
            key(EntityType.OPENAI_KEY, "sk-svcacct-", Alphabet.URL, 20, ANY),
            key(EntityType.OPENAI_KEY, "sk-admin-", Alphabet.URL, 20, ANY),
            key(EntityType.OPENAI_KEY, "sk-", Alphabet.ALPHANUMERIC, 20, 64),
            key(EntityType.API_KEY, "hf_", Alphabet.ALPHANUMERIC, 30, 64),
            key(EntityType.API_KEY, "gsk_", Alphabet.ALPHANUMERIC, 40, 64),
            key(EntityType.API_KEY, "xai-", Alphabet.ALPHANUMERIC, 40, 100),
            key(EntityType.API_KEY, "pplx-", Alphabet.ALPHANUMERIC, 40, 64),
            key(EntityType.API_KEY, "r8_", Alphabet.ALPHANUMERIC, 37, 40),
            key(EntityType.API_KEY, "nvapi-", Alphabet.URL, 40, 100),
            key(EntityType.API_KEY, "npm_", Alphabet.ALPHANUMERIC, 36, 36),
            key(EntityType.API_KEY, "pypi-AgE", Alphabet.URL, 40, ANY),
            key(EntityType.API_KEY, "dop_v1_", Alphabet.HEX, 64, 64),
            key(EntityType.API_KEY, "doo_v1_", Alphabet.HEX, 64, 64),
            key(EntityType.API_KEY, "dapi", Alphabet.HEX, 32, 34),
            key(EntityType.API_KEY, "shpat_", Alphabet.ALPHANUMERIC, 32, 32),
            key(EntityType.API_KEY, "shpss_", Alphabet.ALPHANUMERIC, 32, 32),
            key(EntityType.API_KEY, "SG.", Alphabet.URL, 66, 66),
            key(EntityType.API_KEY, "key-", Alphabet.HEX, 32, 32),
            key(EntityType.API_KEY, "SK", Alphabet.HEX, 32, 32),
            key(EntityType.API_KEY, "AC", Alphabet.HEX, 32, 32),
            key(EntityType.API_KEY, "PMAK-", Alphabet.URL, 59, 59),
            key(EntityType.API_KEY, "NRAK-", Alphabet.UPPER, 27, 27),
            key(EntityType.API_KEY, "glsa_", Alphabet.URL, 40, 48),
            key(EntityType.API_KEY, "lin_api_", Alphabet.ALPHANUMERIC, 40, 40),
            key(EntityType.API_KEY, "ntn_", Alphabet.ALPHANUMERIC, 40, 50),
            key(EntityType.API_KEY, "figd_", Alphabet.URL, 40, 60),
            key(EntityType.API_KEY, "hvs.", Alphabet.URL, 24, 200),
            key(EntityType.API_KEY, "hvb.", Alphabet.URL, 24, 300),
            key(EntityType.API_KEY, "dp.pt.", Alphabet.ALPHANUMERIC, 40, 44),
            key(EntityType.API_KEY, "LTAI", Alphabet.ALPHANUMERIC, 12, 26),
            key(EntityType.API_KEY, "AKID", Alphabet.ALPHANUMERIC, 32, 48),
            key(EntityType.API_KEY, "sq0atp-", Alphabet.URL, 22, 22),
            key(EntityType.API_KEY, "sq0csp-", Alphabet.URL, 43, 43),
            key(EntityType.API_KEY, "EAACEdEose0cBA", Alphabet.ALPHANUMERIC, 16, ANY),
            key(EntityType.API_KEY, "tvly-", Alphabet.URL, 24, 64),
            key(EntityType.API_KEY, "AGE-SECRET-KEY-1", Alphabet.UPPER, 58, 58));

    private static KeyForm key(EntityType type, String prefix, Alphabet alphabet, int min, int max) {
        return new KeyForm(type, prefix, alphabet, min, max);
    }
}
