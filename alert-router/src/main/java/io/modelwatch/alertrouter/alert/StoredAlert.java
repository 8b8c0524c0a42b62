package io.modelwatch.alertrouter.alert;

/**
 * An alert as PostgreSQL has it.
 *
 * @param version rises with every change but an extension of its end
 * @param tx the transaction that wrote the version
 */
public record StoredAlert(Alert alert, long version, long tx) {

    StoredAlert withAlert(Alert changed) {
        return new StoredAlert(changed, version, tx);
    }
}
