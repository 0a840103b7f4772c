package org.polarfold.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import org.polarfold.ingest.ClinicalTables.ClinicalRow;
import org.polarfold.ingest.IngestOutcome.Rejected;
import org.polarfold.ingest.SiteExport.Identity;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;

/**
 * The outcomes of one site, one by one as its files are read: the clinical tables first, then the
 * maps, then whatever stayed incomplete. A study leaves as soon as it is complete, so that only the
 * halves of studies whose other half has not come yet wait. Identifiers become pseudonyms on sight
 * and are kept nowhere.
 */
final class SiteRecords implements Iterator<IngestOutcome>, Closeable {

  /** About 17 MB a site. */
  private static final int WAITING_IN_MEMORY = 2_000;

  private final SiteExport export;
  private final Pseudonyms pseudonyms;
  private final ClinicalTables clinical;
  private final SiteExportReader maps;
  private final WaitingMaps waiting = new WaitingMaps(WAITING_IN_MEMORY);
  private final Map<PatientId, OpenRecord> records = new LinkedHashMap<>();
  private final Queue<IngestOutcome> ready = new ArrayDeque<>();
  private boolean patientsRead;
  private boolean mapsRead;
  private long received;

  /**
   * Opens the files of a site and finds their columns.
   *
   * @throws org.polarfold.UserException where a file cannot be read or a column is not there
   */
  SiteRecords(SiteExport export, Pseudonyms pseudonyms) {
    this.export = export;
    this.pseudonyms = pseudonyms;
    this.clinical = export.clinical().open();
    this.maps = opened(export.maps(), clinical);
  }

  /** Opens the maps; where they cannot be, the tables that are open already are closed. */
  private static SiteExportReader opened(MapLayout maps, ClinicalTables clinical) {
    try {
      return maps.open();
    } catch (RuntimeException e) {
      try {
        clinical.close();
      } catch (IOException notClosed) {
        e.addSuppressed(notClosed);
      }
      throw e;
    }
  }

  /** How many records have come, counted as they came; all of them once there is no next. */
  long received() {
    return received;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !(patientsRead && mapsRead)) {
      if (!patientsRead) {
        clinical.next().ifPresentOrElse(this::readClinical, () -> patientsRead = true);
      } else {
        maps.next().ifPresentOrElse(this::readMaps, this::closeAll);
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public IngestOutcome next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void readClinical(ClinicalRow row) {
    PatientId id;
    try {
      id = pseudonym(row.identifier());
    } catch (RecordFlaw flaw) {
      rejectAlone(flaw, row.place());
      return;
    }
    OpenRecord record = records.get(id);
    if (record == null) {
      record = open(id, row.place());
      if (row.enrols()) {
        record.facts(new PatientFacts(export.clinical().acquisition()));
      } else {
        reject(record, OpenRecord.withoutPatientRow(), row.place());
      }
    }
    if (!record.isNew(row)) {
      repeated(row.place(), "a second row of this patient: expected one");
      return;
    }
    try {
      record.add(row);
    } catch (RecordFlaw flaw) {
      reject(record, flaw, row.place());
    }
  }

  private void readMaps(SentMaps sent) {
    PatientId id;
    Set<MapKind> kinds;
    try {
      id = pseudonym(sent.identifier());
      kinds = sent.kinds();
    } catch (RecordFlaw flaw) {
      rejectAlone(flaw, sent.place());
      return;
    }
    OpenRecord record = records.get(id);
    if (record == null) {
      record = open(id, sent.place());
      reject(record, OpenRecord.withoutPatientRow(), sent.place());
    }
    if (!record.isNew(kinds)) {
      repeated(sent.place(), "this patient and state again: expected once");
    } else if (record.isOpen()) {
      add(record, kinds, sent);
    }
  }

  private void add(OpenRecord record, Set<MapKind> kinds, SentMaps sent) {
    try {
      for (MapKind kind : MapKind.values()) {
        if (kinds.contains(kind)) {
          record.add(kind, sent.map(kind), sent.place(), waiting);
        }
      }
      if (record.isComplete(export.maps().states())) {
        ready.add(record.study(export, waiting));
      }
    } catch (RecordFlaw flaw) {
      reject(record, flaw, sent.place());
    }
  }

  private PatientId pseudonym(String identifier) {
    return export.identity() == Identity.PSEUDONYM
        ? Pseudonyms.ofSite(export.site(), identifier)
        : pseudonyms.ofIdentifier(identifier);
  }

  private OpenRecord open(PatientId id, RecordPlace place) {
    received++;
    OpenRecord record = new OpenRecord(id, place);
    records.put(id, record);
    return record;
  }

  private void repeated(RecordPlace place, String detail) {
    received++;
    ready.add(new Rejected(place, RejectionReason.DUPLICATE_RECORD, detail));
  }

  /** Rejects a row or file that belongs to no patient, as a record of its own. */
  private void rejectAlone(RecordFlaw flaw, RecordPlace place) {
    received++;
    ready.add(flaw.at(place));
  }

  private void reject(OpenRecord record, RecordFlaw flaw, RecordPlace place) {
    record.close(waiting);
    ready.add(flaw.at(place));
  }

  private void closeAll() {
    mapsRead = true;
    records.values().stream()
        .filter(OpenRecord::isOpen)
        .forEach(record -> ready.add(record.incomplete(export.maps().states())));
  }

  @Override
  public void close() throws IOException {
    try (clinical;
        maps;
        waiting) {
      records.clear();
    }
  }
}
