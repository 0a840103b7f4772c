package org.polarfold.ingest;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.polarfold.ingest.IngestOutcome.Accepted;
import org.polarfold.ingest.IngestOutcome.Rejected;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;

/** What has come so far of one patient; closed once its outcome is known. */
final class OpenRecord {

  private final PatientId id;
  private final Set<MapKind> seen = EnumSet.noneOf(MapKind.class);
  private final Map<MapKind, PolarMap> maps = new EnumMap<>(MapKind.class);
  private RecordPlace place;
  private @Nullable PatientRow patient;
  private boolean open = true;

  OpenRecord(PatientId id, RecordPlace place) {
    this.id = id;
    this.place = place;
  }

  static RecordFlaw withoutPatientRow() {
    return new RecordFlaw(
        RejectionReason.NO_PATIENT_ROW, "the patient: expected a row of the patient table");
  }

  void patient(PatientRow row) {
    patient = row;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether none of these states has come before; from now on they have. */
  boolean isNew(Set<MapKind> kinds) {
    boolean isNew = kinds.stream().noneMatch(seen::contains);
    seen.addAll(kinds);
    return isNew;
  }

  void add(MapKind kind, PolarMap map, RecordPlace at) {
    if (maps.isEmpty()) {
      place = at;
    }
    maps.put(kind, map);
  }

  /** The study, once both maps are there; the record is closed then. */
  Optional<IngestOutcome> complete(SiteExport export) {
    PolarMap rest = maps.get(MapKind.REST);
    PolarMap stress = maps.get(MapKind.STRESS);
    if (rest == null || stress == null || patient == null) {
      return Optional.empty();
    }
    PerfusionStudy study =
        new PerfusionStudy(
            id,
            export.site(),
            patient.ageYears(),
            export.acquisition(),
            rest,
            stress,
            stress.over(rest),
            patient.labels());
    close();
    return Optional.of(new Accepted(place, study));
  }

  /** Why it never became a study, at the end of the files. */
  IngestOutcome incomplete() {
    if (maps.isEmpty()) {
      return new Rejected(
          place, RejectionReason.NO_MAPS, "the patient: expected rows of the table of maps");
    }
    MapKind missing = maps.containsKey(MapKind.REST) ? MapKind.STRESS : MapKind.REST;
    return new Rejected(
        place, RejectionReason.MISSING_MAP, "the " + missing.key() + " map: expected a row");
  }

  void close() {
    open = false;
    maps.clear();
  }
}
