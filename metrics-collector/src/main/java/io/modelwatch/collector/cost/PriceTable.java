package io.modelwatch.collector.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelwatch.collector.request.Origin;
import io.modelwatch.collector.request.RequestRecord;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prices by model, read from a file in LiteLLM's format. A model is looked up as it is named, then behind its
 * provider's name, then without a path in front of it, then without a date at its end.
 */
public final class PriceTable {

    private static final String EXAMPLE_ENTRY = "sample_spec";
    private static final String LONG_CONTEXT = "_above_200k_tokens";
    private static final Pattern DATE = Pattern.compile("[-@]\\d{4}-?\\d{2}-?\\d{2}$");
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();

    private final Map<String, Price> prices;

    private PriceTable(Map<String, Price> prices) {
        this.prices = Map.copyOf(prices);
    }

    /**
     * Reads a table. Entries without a price per token (images, for instance) are left out.
     *
     * @throws IllegalArgumentException naming the model and the price that is wrong
     */
    public static PriceTable read(InputStream json) throws IOException {
        JsonNode root;
        try {
            root = READER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the price table is not valid JSON: " + e.getOriginalMessage(), e);
        }
        if (!root.isObject()) {
            throw new IllegalArgumentException("the price table must be a JSON object with one entry a model");
        }
        Map<String, Price> prices = new HashMap<>();
        root.forEachEntry((model, entry) -> {
            Price price = EXAMPLE_ENTRY.equals(model) ? null : price(model, entry);
            if (price != null) {
                prices.put(model, price);
            }
        });
        return new PriceTable(prices);
    }

    private static @Nullable Price price(String model, JsonNode entry) {
        Rates rates = rates(model, entry, "", null);
        return rates == null ? null : new Price(rates, rates(model, entry, LONG_CONTEXT, rates));
    }

    /** The rates of the given suffix; what has none of its own is as in the rates given. */
    private static @Nullable Rates rates(String model, JsonNode entry, String suffix, @Nullable Rates otherwise) {
        BigDecimal input = rate(model, entry, "input_cost_per_token" + suffix);
        BigDecimal output = rate(model, entry, "output_cost_per_token" + suffix);
        if (input == null && output == null) {
            return null;
        }
        BigDecimal cached = rate(model, entry, "cache_read_input_token_cost" + suffix);
        BigDecimal reasoning = rate(model, entry, "output_cost_per_reasoning_token" + suffix);
        if (otherwise == null) {
            return new Rates(orZero(input), orZero(output), cached, reasoning);
        }
        return new Rates(
                input == null ? otherwise.input() : input,
                output == null ? otherwise.output() : output,
                cached == null ? otherwise.cached() : cached,
                reasoning == null ? otherwise.reasoning() : reasoning);
    }

    private static BigDecimal orZero(@Nullable BigDecimal rate) {
        return rate == null ? BigDecimal.ZERO : rate;
    }

    private static @Nullable BigDecimal rate(String model, JsonNode entry, String field) {
        JsonNode node = entry.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isNumber() || node.decimalValue().signum() < 0) {
            throw new IllegalArgumentException(
                    "the price table's " + field + " of " + model + " must be a number of dollars, not " + node);
        }
        return node.decimalValue();
    }

    /** This table, with the other one's prices where it has any. */
    public PriceTable overriddenBy(PriceTable other) {
        Map<String, Price> joined = new HashMap<>(prices);
        joined.putAll(other.prices);
        return new PriceTable(joined);
    }

    public int size() {
        return prices.size();
    }

    /** What the request cost: as its sender says, nothing for an answer from a cache, else by this table. */
    public Cost costOf(RequestRecord request) {
        if (request.costUsd() != null) {
            return new Cost.Usd(request.costUsd());
        }
        if (request.tokens().fromCache()) {
            return new Cost.Usd(BigDecimal.ZERO);
        }
        if (!request.tokens().counted()) {
            return new Cost.Unmetered();
        }
        Price price = find(request.origin());
        return price == null ? new Cost.Unpriced() : new Cost.Usd(price.of(request.tokens()));
    }

    private @Nullable Price find(Origin origin) {
        String model = origin.model();
        Price price = prices.get(model);
        if (price == null && origin.provider() != null) {
            price = prices.get(origin.provider() + "/" + model);
        }
        if (price == null) {
            String bare = model.substring(model.lastIndexOf('/') + 1);
            price = prices.get(bare);
            if (price == null) {
                price = prices.get(DATE.matcher(bare).replaceFirst(""));
            }
        }
        return price;
    }
}
