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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prices by model, read from a file in LiteLLM's format. A model is looked up as it is named, then behind its
 * provider's name, then without a path in front of it, then without a date at its end.
 */
public final class PriceTable implements Pricing {

    private static final String EXAMPLE_ENTRY = "sample_spec";
    private static final Pattern LONG_CONTEXT =
            Pattern.compile("(?:input|output)_cost_per_token(_above_(\\d{1,6})k_tokens)");
    private static final long THOUSAND = 1000;
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
     * Reads a table. Entries without a price per token or image are left out.
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
        if (rates == null) {
            return null;
        }
        SortedMap<Long, Price.LongContext> longContexts = new TreeMap<>(Comparator.reverseOrder());
        entry.forEachEntry((field, value) -> {
            Matcher form = LONG_CONTEXT.matcher(field);
            if (form.matches()) {
                long above = Long.parseLong(form.group(2)) * THOUSAND;
                Rates own = longContexts.containsKey(above) ? null : rates(model, entry, form.group(1), rates);
                if (own != null) {
                    longContexts.put(above, new Price.LongContext(above, own));
                }
            }
        });
        return new Price(rates, List.copyOf(longContexts.values()));
    }

    /** The rates of the given suffix; what has none of its own is as in the rates given. */
    private static @Nullable Rates rates(String model, JsonNode entry, String suffix, @Nullable Rates otherwise) {
        Prices named = field -> rate(model, entry, field + suffix);
        BigDecimal input = named.of("input_cost_per_token");
        BigDecimal output = named.of("output_cost_per_token");
        BigDecimal image = named.of("output_cost_per_image");
        if (input == null && output == null && image == null) {
            return null;
        }
        BigDecimal cached = named.of("cache_read_input_token_cost");
        BigDecimal written = named.of("cache_creation_input_token_cost");
        BigDecimal reasoning = named.of("output_cost_per_reasoning_token");
        BigDecimal audioInput = named.of("input_cost_per_audio_token");
        BigDecimal audioOutput = named.of("output_cost_per_audio_token");
        if (otherwise == null) {
            return new Rates(
                    input != null || output != null,
                    orZero(input),
                    orZero(output),
                    cached,
                    written,
                    reasoning,
                    audioInput,
                    audioOutput,
                    image);
        }
        return new Rates(
                otherwise.perToken(),
                input == null ? otherwise.input() : input,
                output == null ? otherwise.output() : output,
                cached == null ? otherwise.cached() : cached,
                written == null ? otherwise.cacheWritten() : written,
                reasoning == null ? otherwise.reasoning() : reasoning,
                audioInput == null ? otherwise.audioInput() : audioInput,
                audioOutput == null ? otherwise.audioOutput() : audioOutput,
                image == null ? otherwise.image() : image);
    }

    /** Prices by the name of their field. */
    private interface Prices {
        @Nullable
        BigDecimal of(String field);
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

    /** The sender's cost goes first. */
    @Override
    public Cost costOf(RequestRecord request) {
        return costOf(request, CostOrder.SENDER);
    }

    /** Nothing for an answer from a cache; else as the sender says or by this table, in the order given. */
    public Cost costOf(RequestRecord request, CostOrder order) {
        if (request.tokens().fromCache()) {
            return new Cost.Usd(BigDecimal.ZERO);
        }
        BigDecimal said = request.costUsd();
        if (said != null && order == CostOrder.SENDER) {
            return new Cost.Usd(said);
        }
        Cost computed = computed(request);
        return said == null || computed instanceof Cost.Usd ? computed : new Cost.Usd(said);
    }

    private Cost computed(RequestRecord request) {
        if (!request.tokens().counted()) {
            return new Cost.Unmetered();
        }
        Price price = find(request.origin());
        return price == null || !price.covers(request.tokens())
                ? new Cost.Unpriced()
                : new Cost.Usd(price.of(request.tokens()));
    }

    @Override
    public boolean knows(Origin origin) {
        return find(origin) != null;
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
