package org.polarfold.ingest;

import org.polarfold.study.PerfusionStudy;

/** What became of one record of a site. */
public sealed interface IngestOutcome {

  /** Where the record begins. */
  RecordPlace place();

  /**
   * A record that is a study.
   *
   * @param place where its first map stands
   * @param study checked, pseudonymised, canonical
   */
  record Accepted(RecordPlace place, PerfusionStudy study) implements IngestOutcome {}

  /**
   * A record that is not.
   *
   * @param place where the flaw is
   * @param reason why
   * @param detail a column and what was expected there; never a value that was read
   */
  record Rejected(RecordPlace place, RejectionReason reason, String detail)
      implements IngestOutcome {}
}
