package org.polarfold.simulate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.polarfold.export.ExportStyle;
import org.polarfold.export.JointFile;
import org.polarfold.export.MapWriter;
import org.polarfold.export.RowsFile;
import org.polarfold.export.SentStudy;
import org.polarfold.export.SiteFolder;
import org.polarfold.export.Unit;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

/**
 * Writes what a site sends of a range of its patients, and the truth of each, patient by patient,
 * so that memory does not grow with the site.
 */
final class PartWriter {

  static final String PATIENTS = "patients.csv";
  static final String MEANS = "means.csv";

  /** How the table of the truth is written. */
  static final ExportStyle TRUTH =
      new ExportStyle(
          Unit.ML_PER_MIN_PER_G, StandardCharsets.UTF_8, ',', '.', "", PatientTruth.FIRST);

  /** Cells of a patient row before the first label, without the patient's. */
  private static final int LABELS = 1;

  private static final double OTHER_RESERVE = 1.5;
  private static final double OTHER_MEANS = 1.4;
  private static final double OTHER_PROGRAM = 0.9;
  private static final int QUARTER_TURN = PolarMap.SECTORS / 4;
  private static final int PLACES = 1_000_000;

  private final SimulatedSite site;
  private final SimulatedSite first;
  private final Seeds seeds;
  private final ExportFormat format;
  private final Clinic clinic;
  private final FaultPlan plan;
  private final Map<Integer, Integer> sharedPatients;
  private final IdealObserver observer;

  PartWriter(Consortium consortium, SimulatedSite site, SiteTruth truth) {
    this.site = site;
    this.first = consortium.first();
    this.seeds = consortium.seeds();
    this.format = site.format();
    this.clinic = site.clinic(seeds);
    this.plan = site.faultPlan(seeds);
    this.sharedPatients = sharedPatients();
    this.observer = clinic.observer(truth.shareElsewhere());
  }

  /** Whom of the first site a patient is as well, by the patient; no two are the same. */
  private Map<Integer, Integer> sharedPatients() {
    Map<Integer, Integer> shared = new HashMap<>();
    FaultPlan there = first.faultPlan(seeds);
    Draws draws = new Draws(site.seeds(seeds).seed("same patients"));
    for (int patient : plan.patients(FaultKind.SAME_PATIENT)) {
      int lent;
      do {
        lent = there.sound(draws);
      } while (shared.containsValue(lent));
      shared.put(patient, lent);
    }
    return shared;
  }

  /** The files of many patients, beside those of the layout. */
  static List<JointFile> jointFiles(ExportFormat format) {
    List<JointFile> files = new ArrayList<>();
    files.add(JointFile.table(PATIENTS, format.style(), format.patientColumns()));
    format
        .segmentMeans()
        .ifPresent(
            prefix ->
                files.add(
                    JointFile.table(
                        MEANS,
                        format.style(),
                        IntStream.rangeClosed(1, Segment17.COUNT)
                            .mapToObj(s -> prefix + s)
                            .toList())));
    return files;
  }

  WrittenPart write(SitePart part, SiteFolder folder, SiteFolder truth) throws IOException {
    List<PlantedFault> planted = new ArrayList<>();
    ExportStyle style = format.style();
    try (MapWriter maps = format.layout().open(folder, part.number(), style);
        RowsFile patients = new RowsFile(folder.part(PATIENTS, part.number()), style);
        RowsFile means = new RowsFile(folder.part(MEANS, part.number()), style);
        RowsFile told = new RowsFile(truth.part(PATIENTS, part.place()), TRUTH)) {
      for (int i = part.from(); i < part.to(); i++) {
        Sent sent = new Sent(i);
        MapWriter.Place place = maps.write(sent.study());
        sent.means(means);
        int row = sent.patient(patients);
        sent.planted(place, row).ifPresent(planted::add);
        told.row(
            site.id().value(),
            PatientTruth.cells(
                sent.hospitalNumber,
                sent.examination,
                observer.risks(
                    sent.examination.patient(), sent.examination.measured().distortion())));
      }
      Map<String, Integer> rows = new HashMap<>(maps.rows());
      rows.put(PATIENTS, patients.rows());
      rows.put(MEANS, means.rows());
      return new WrittenPart(part, rows, planted);
    }
  }

  /** One patient and what the site sends of them. */
  private final class Sent {

    private final int index;
    private final Optional<FaultKind> fault;
    private final String hospitalNumber;
    private final Examination examination;
    private final Camera.Measured measured;

    Sent(int index) {
      this.index = index;
      this.fault = plan.of(index);
      this.examination = clinic.examine(index);
      this.hospitalNumber =
          has(FaultKind.SAME_PATIENT)
              ? first.identifier(seeds, sharedPatients.getOrDefault(index, 0))
              : site.identifier(seeds, index);
      this.measured =
          fault.filter(FaultKind::borrowsMaps).isPresent()
              ? clinic.examine(plan.lender(index)).measured()
              : examination.measured();
    }

    private boolean has(FaultKind kind) {
      return fault.filter(kind::equals).isPresent();
    }

    SentStudy study() {
      Map<MapKind, PolarMap> maps = new EnumMap<>(MapKind.class);
      if (!has(FaultKind.PATIENT_WITHOUT_MAPS)) {
        for (MapKind kind : format.layout().kinds()) {
          maps.put(kind, map(kind));
        }
      }
      if (has(FaultKind.MISSING_STATE)) {
        maps.remove(MapKind.STRESS);
      }
      return new SentStudy(
          index,
          hospitalNumber,
          maps,
          fault.flatMap(FaultKind::flaw),
          clinic.draws(index, "fault").below(PLACES));
    }

    private PolarMap map(MapKind kind) {
      PolarMap map =
          switch (kind) {
            case REST -> measured.rest();
            case STRESS -> measured.stress();
            case RESERVE -> measured.stress().over(measured.rest());
          };
      if (has(FaultKind.TURNED)) {
        return map.turned(QUARTER_TURN, false);
      }
      if (has(FaultKind.OTHER_RESERVE) && kind == MapKind.RESERVE) {
        return times(map, OTHER_RESERVE);
      }
      return has(FaultKind.NEARLY_SAME_MAPS) && kind != MapKind.RESERVE
          ? times(map, OTHER_PROGRAM)
          : map;
    }

    /** Segment means under stress, where the site sends them. */
    void means(RowsFile means) throws IOException {
      if (format.segmentMeans().isEmpty()
          || has(FaultKind.PATIENT_WITHOUT_MAPS)
          || has(FaultKind.MAPS_WITHOUT_PATIENT)) {
        return;
      }
      double factor =
          has(FaultKind.OTHER_MEANS)
              ? OTHER_MEANS
              : has(FaultKind.NEARLY_SAME_MAPS) ? OTHER_PROGRAM : 1;
      means.row(
          hospitalNumber,
          DoubleStream.of(format.style().unit().ofStress(measured.stress()))
              .mapToObj(mean -> format.style().stress(mean * factor))
              .toList());
    }

    /** The row in the patient table; 0 where there is none. */
    int patient(RowsFile patients) throws IOException {
      if (has(FaultKind.MAPS_WITHOUT_PATIENT)) {
        return 0;
      }
      ExportStyle style = format.style();
      Draws draws = clinic.draws(index, "missing labels");
      Draws errors = clinic.draws(index, "wrong labels");
      List<String> cells = new ArrayList<>();
      cells.add(style.number(examination.patient().person().ageYears(), 1));
      Map<Target, Integer> labels = examination.patient().labels();
      format
          .labels()
          .forEach(
              (target, words) -> {
                boolean missing = draws.chance(site.missingLabels());
                boolean wrong = target != Target.SEX && errors.chance(site.wrongLabels());
                boolean positive = (labels.getOrDefault(target, 0) == 1) != wrong;
                cells.add(missing ? style.missing() : words.of(positive));
              });
      cells.addAll(
          format
              .clinical()
              .cells(examination, style.missing(), has(FaultKind.CONTRADICTORY_LABELS)));
      if (has(FaultKind.UNKNOWN_LABEL)) {
        cells.set(LABELS + format.labels().size() - 1, format.unknownWord());
      }
      return patients.row(hospitalNumber, cells);
    }

    Optional<PlantedFault> planted(MapWriter.Place place, int row) {
      return fault.map(
          kind -> {
            boolean inPatients =
                switch (kind) {
                  case UNKNOWN_LABEL, CONTRADICTORY_LABELS, PATIENT_WITHOUT_MAPS -> true;
                  default -> false;
                };
            return new PlantedFault(
                kind,
                kind.reason(format),
                hospitalNumber,
                inPatients ? PATIENTS : place.file(),
                inPatients ? row : place.row(),
                sameAs(kind));
          });
    }

    private @Nullable String sameAs(FaultKind kind) {
      return kind.borrowsMaps() ? site.identifier(seeds, plan.lender(index)) : null;
    }
  }

  private static PolarMap times(PolarMap map, double factor) {
    float[] values = map.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factor);
    }
    return PolarMap.of(values);
  }
}
