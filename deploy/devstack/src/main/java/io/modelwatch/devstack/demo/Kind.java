package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a text of the corpus is an example of. */
enum Kind {
    /** A right answer without a context. */
    @JsonProperty("good")
    GOOD,
    /** A right answer that its context supports. */
    @JsonProperty("grounded")
    GROUNDED,
    /** An answer in the format that was asked for. */
    @JsonProperty("format")
    FORMAT,
    /** A format was asked for and is broken or missing. */
    @JsonProperty("format_broken")
    FORMAT_BROKEN,
    /** An answer that contradicts its context. */
    @JsonProperty("contradiction")
    CONTRADICTION,
    /** A full refusal. */
    @JsonProperty("refusal")
    REFUSAL,
    /** Answers one part and refuses the other. */
    @JsonProperty("partial_refusal")
    PARTIAL_REFUSAL,
    /** Takes back everything it says. */
    @JsonProperty("hedging")
    HEDGING,
    /** Runs into a loop. */
    @JsonProperty("repetition")
    REPETITION,
    /** Answers another question. */
    @JsonProperty("off_topic")
    OFF_TOPIC,
    /** The same words to every question. */
    @JsonProperty("template")
    TEMPLATE,
    /** Insults or threatens. */
    @JsonProperty("toxic")
    TOXIC,
    /** The prompt or the context tries to take over. */
    @JsonProperty("injection")
    INJECTION,
    /** The prompt tries to talk the model out of its rules. */
    @JsonProperty("jailbreak")
    JAILBREAK,
    /** The answer gives away an invented person's data. */
    @JsonProperty("personal_data")
    PERSONAL_DATA,
    /** The answer gives away a key or password, all of them fake. */
    @JsonProperty("secret")
    SECRET
}
