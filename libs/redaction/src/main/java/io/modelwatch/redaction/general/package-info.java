/** Recognisers that belong to no country: addresses of the network, cards, accounts, phones, dates, wallets. */
@NullMarked
package io.modelwatch.redaction.general;

import org.jspecify.annotations.NullMarked;
