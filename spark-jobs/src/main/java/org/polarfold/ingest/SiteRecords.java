package org.polarfold.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.polarfold.ingest.IngestOutcome.Rejected;
import org.polarfold.ingest.SiteExport.Identity;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;

/**
 * The outcomes of one site, one by one as its files are read: the patient table first, then the
 * maps, then whatever stayed incomplete. A study leaves as soon as it is complete, so that only the
 * halves of studies whose other half has not come yet are held. Identifiers become pseudonyms on
 * sight and are kept nowhere.
 */
final class SiteRecords implements Iterator<IngestOutcome>, Closeable {

  private final SiteExport export;
  private final Pseudonyms pseudonyms;
  private final Table patients;
  private final PatientRow.Columns patientColumns;
  private final int patientColumn;
  private final Table maps;
  private final SiteExportReader reader;
  private final int mapColumn;
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
    this.patients = Table.open(export.patients().table());
    this.patientColumns = new PatientRow.Columns(export.patients(), patients);
    this.patientColumn = patients.column(export.patients().table().patient(), "patients.patient");
    this.maps = Table.open(export.maps().table());
    this.reader = SiteExportReader.of(export.maps(), maps);
    this.mapColumn = maps.column(export.maps().table().patient(), "maps.patient");
  }

  /** How many records have come, counted as they came; all of them once there is no next. */
  long received() {
    return received;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !(patientsRead && mapsRead)) {
      if (!patientsRead) {
        patients.next().ifPresentOrElse(this::readPatient, () -> patientsRead = true);
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

  private void readPatient(TableRow row) {
    identify(row, patientColumn)
        .ifPresent(
            id -> {
              if (records.containsKey(id)) {
                repeated(row, "a second row of this patient: expected one");
                return;
              }
              OpenRecord record = open(id, row);
              try {
                record.patient(patientColumns.read(row));
              } catch (RecordFlaw flaw) {
                reject(record, flaw, row);
              }
            });
  }

  private void readMaps(TableRow row) {
    Optional<PatientId> id = identify(row, mapColumn);
    if (id.isEmpty()) {
      return;
    }
    Set<MapKind> kinds;
    try {
      kinds = reader.kinds(row);
    } catch (RecordFlaw flaw) {
      received++;
      ready.add(flaw.at(row.place()));
      return;
    }
    OpenRecord record = records.get(id.get());
    if (record == null) {
      record = open(id.get(), row);
      reject(record, OpenRecord.withoutPatientRow(), row);
    }
    if (!record.isNew(kinds)) {
      repeated(row, "a second row of this patient and state: expected one");
    } else if (record.isOpen()) {
      add(record, kinds, row);
    }
  }

  private void add(OpenRecord record, Set<MapKind> kinds, TableRow row) {
    try {
      for (MapKind kind : MapKind.values()) {
        if (kinds.contains(kind)) {
          record.add(kind, reader.map(row, kind), row.place());
        }
      }
      record.complete(export).ifPresent(ready::add);
    } catch (RecordFlaw flaw) {
      reject(record, flaw, row);
    }
  }

  /** The pseudonym of a row's patient; without one, the row is rejected as a record of its own. */
  private Optional<PatientId> identify(TableRow row, int column) {
    try {
      String identifier = row.identifier(column);
      return Optional.of(
          export.identity() == Identity.PSEUDONYM
              ? Pseudonyms.ofSite(export.site(), identifier)
              : pseudonyms.ofIdentifier(identifier));
    } catch (RecordFlaw flaw) {
      received++;
      ready.add(flaw.at(row.place()));
      return Optional.empty();
    }
  }

  private OpenRecord open(PatientId id, TableRow row) {
    received++;
    OpenRecord record = new OpenRecord(id, row.place());
    records.put(id, record);
    return record;
  }

  private void repeated(TableRow row, String detail) {
    received++;
    ready.add(new Rejected(row.place(), RejectionReason.DUPLICATE_RECORD, detail));
  }

  private void reject(OpenRecord record, RecordFlaw flaw, TableRow row) {
    record.close();
    ready.add(flaw.at(row.place()));
  }

  private void closeAll() {
    mapsRead = true;
    records.values().stream().filter(OpenRecord::isOpen).forEach(r -> ready.add(r.incomplete()));
  }

  @Override
  public void close() throws IOException {
    try (patients;
        maps) {
      records.clear();
    }
  }
}
