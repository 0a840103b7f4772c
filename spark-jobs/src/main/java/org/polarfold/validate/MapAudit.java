package org.polarfold.validate;

import org.polarfold.audit.SiteAudit;
import org.polarfold.audit.SiteDistances;

/**
 * How well sites are told from one map, and how far they lie from one another.
 *
 * @param map as {@code reserve}
 * @param seen {@code segments} for the 17 means, {@code features} for what the frozen network
 *     yields, {@code noise} for what of it is acquisition alone
 * @param sites the audit
 * @param distances of sites from the others
 */
public record MapAudit(String map, String seen, SiteAudit sites, SiteDistances distances) {}
