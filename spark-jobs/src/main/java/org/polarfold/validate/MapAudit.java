package org.polarfold.validate;

import org.polarfold.audit.SiteAudit;

/**
 * How well sites are told from one map.
 *
 * @param map as {@code reserve}
 * @param seen {@code segments} for the 17 means, {@code features} for what the frozen network
 *     yields
 * @param sites the audit
 */
public record MapAudit(String map, String seen, SiteAudit sites) {}
