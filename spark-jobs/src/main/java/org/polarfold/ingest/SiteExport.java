package org.polarfold.ingest;

import org.polarfold.study.SiteId;

/**
 * What a site's {@code site.conf} says of its files, wholly checked ({@code docs/site-export.md}).
 *
 * @param site its name
 * @param origin whether patients or a simulation stand behind it
 * @param identity what names a patient
 * @param maps how its maps lie in its files
 * @param clinical its clinical tables, and how it acquires
 * @param tolerances how far what it computed itself may lie from what follows from its maps
 */
record SiteExport(
    SiteId site,
    Origin origin,
    Identity identity,
    MapLayout maps,
    Clinical clinical,
    Tolerances tolerances) {

  /** Where the studies come from. */
  enum Origin {
    CLINICAL,
    SIMULATED
  }

  /** What names a patient. */
  enum Identity {
    /** The hospital's own identifier, to be replaced. */
    IDENTIFIER,
    /** A pseudonym already. */
    PSEUDONYM
  }
}
