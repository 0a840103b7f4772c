package org.polarfold.ingest;

/** What is wrong with a record; it ends the reading of that record and of no other. */
final class RecordFlaw extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectionReason reason;

  /**
   * @param detail a column and what was expected; never a value that was read, for a wrongly
   *     described column may hold a name
   */
  RecordFlaw(RejectionReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  IngestOutcome at(RecordPlace place) {
    return new IngestOutcome.Rejected(place, reason, String.valueOf(getMessage()));
  }
}
