package org.polarfold.simulate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.Target;

/**
 * Writes what one site would send: site.conf, a table of maps and a table of patients, patient by
 * patient, so that memory does not grow with the site.
 */
final class SiteExportWriter {

  static final String MAPS = "flow.csv";
  static final String PATIENTS = "patients.csv";

  private static final String NOT_A_NUMBER = "err";
  private static final double ABSURD_FLOW = 99;

  /** Cells of a patient row before the first label. */
  private static final int LABELS = 2;

  private static final String UNKNOWN_WORD = "?9";

  private final SimulatedSite site;
  private final ExportFormat format;
  private final Seeds seeds;
  private final Clinic clinic;
  private final FaultPlan plan;

  SiteExportWriter(SimulatedSite site, Seeds seeds) {
    this.site = site;
    this.format = site.format();
    this.seeds = seeds;
    this.clinic = site.clinic(seeds);
    this.plan = site.faultPlan(seeds);
  }

  /** Writes the export into an existing folder and tells the truth of every patient. */
  List<PlantedFault> write(Path folder, BestPossible best, TruthWriter truth) throws IOException {
    Files.writeString(folder.resolve("site.conf"), SiteConf.of(site), StandardCharsets.UTF_8);
    List<PlantedFault> planted = new ArrayList<>();
    try (Table maps = new Table(folder.resolve(MAPS), format.charset(), format.delimiter());
        Table patients =
            new Table(folder.resolve(PATIENTS), format.charset(), format.delimiter())) {
      maps.row(header(format.layout().columns()));
      patients.row(patientHeader());
      for (int i = 0; i < site.patients(); i++) {
        Examination examination = clinic.examine(i);
        String identifier = site.identifier(seeds, i);
        Optional<FaultKind> fault = plan.of(i);
        int mapLine = writeMaps(maps, i, identifier, examination, fault);
        int patientLine = writePatient(patients, i, identifier, examination, fault);
        fault.ifPresent(kind -> planted.add(planted(kind, identifier, mapLine, patientLine)));
        truth.patient(
            site.id(),
            identifier,
            examination,
            best.risks(examination.patient(), examination.measured().distortion()));
      }
    }
    return planted;
  }

  private static PlantedFault planted(FaultKind kind, String identifier, int maps, int patients) {
    return switch (kind) {
      case UNKNOWN_LABEL, PATIENT_WITHOUT_MAPS ->
          new PlantedFault(kind, identifier, PATIENTS, patients);
      default -> new PlantedFault(kind, identifier, MAPS, maps);
    };
  }

  /** The line of the last row written, which is the faulty one; 0 where none was. */
  private int writeMaps(
      Table maps, int index, String identifier, Examination examination, Optional<FaultKind> fault)
      throws IOException {
    int line = 0;
    for (List<Object> row : faulty(format.layout().rows(examination.measured()), index, fault)) {
      List<String> cells = new ArrayList<>(1 + row.size());
      cells.add(identifier);
      for (Object cell : row) {
        cells.add(cell instanceof Double flow ? format.flow(flow) : cell.toString());
      }
      line = maps.row(cells);
    }
    return line;
  }

  private List<List<Object>> faulty(List<List<Object>> rows, int index, Optional<FaultKind> fault) {
    if (fault.isEmpty()) {
      return rows;
    }
    List<List<Object>> changed = new ArrayList<>(rows);
    int last = rows.size() - 1;
    List<Object> row = rows.get(last);
    switch (fault.get()) {
      case NON_NUMERIC -> changed.set(last, with(row, index, NOT_A_NUMBER));
      case OUT_OF_RANGE -> changed.set(last, with(row, index, ABSURD_FLOW));
      case MISSING_STATE -> {
        return format.layout().withoutStress(rows, format.missing());
      }
      case DUPLICATE_MAP_ROW -> changed.add(row);
      case TRUNCATED_ROW -> changed.set(last, row.subList(0, row.size() / 2));
      case PATIENT_WITHOUT_MAPS -> changed.clear();
      case UNKNOWN_LABEL, MAPS_WITHOUT_PATIENT -> {
        // The maps are good.
      }
    }
    return changed;
  }

  /** A row with one of its flow values, anywhere, replaced. */
  private List<Object> with(List<Object> row, int index, Object instead) {
    List<Object> changed = new ArrayList<>(row);
    int before = format.layout().columnsBeforeFlow();
    int place = before + clinic.draws(index, "fault").below(row.size() - before);
    changed.set(place, instead);
    return changed;
  }

  private int writePatient(
      Table patients,
      int index,
      String identifier,
      Examination examination,
      Optional<FaultKind> fault)
      throws IOException {
    if (fault.filter(FaultKind.MAPS_WITHOUT_PATIENT::equals).isPresent()) {
      return 0;
    }
    Draws draws = clinic.draws(index, "missing labels");
    Draws errors = clinic.draws(index, "wrong labels");
    List<String> cells = new ArrayList<>();
    cells.add(identifier);
    cells.add(format.number(examination.patient().person().ageYears(), 1));
    Map<Target, Integer> labels = examination.patient().labels();
    format
        .labels()
        .forEach(
            (target, words) -> {
              boolean missing = draws.chance(site.missingLabels());
              boolean wrong = target != Target.SEX && errors.chance(site.wrongLabels());
              boolean positive = (labels.getOrDefault(target, 0) == 1) != wrong;
              cells.add(missing ? format.missing() : words.of(positive));
            });
    cells.addAll(format.clinical().cells(examination, format.missing()));
    if (fault.filter(FaultKind.UNKNOWN_LABEL::equals).isPresent()) {
      cells.set(LABELS + format.labels().size() - 1, UNKNOWN_WORD);
    }
    return patients.row(cells);
  }

  private List<String> header(List<String> columns) {
    List<String> header = new ArrayList<>();
    header.add(format.patient());
    header.addAll(columns);
    return header;
  }

  private List<String> patientHeader() {
    List<String> columns = new ArrayList<>();
    columns.add(format.age());
    format.labels().values().forEach(words -> columns.add(words.column()));
    columns.addAll(format.clinical().columns());
    return header(columns);
  }
}
