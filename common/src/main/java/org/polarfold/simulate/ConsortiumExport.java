package org.polarfold.simulate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.polarfold.UserException;
import org.polarfold.export.JointFile;
import org.polarfold.export.SiteFolder;
import org.polarfold.provenance.Digest;

/**
 * A consortium's exports, written in steps that may run anywhere in any order within a step: {@link
 * #truth} of every site, {@link #write} of every part, {@link #join} of every site; {@link #begin}
 * before and {@link #finish} after all of them. The bytes depend on the configuration alone, a
 * site's on that site and the seed alone (and, where patients are shared, on the first site's).
 */
public final class ConsortiumExport {

  /** Patients of a part. */
  private static final int PART = 500;

  private static final String UNDER_WAY = ".simulating";
  private static final String EXPORTS = "exports";
  private static final String TRUTH = "truth";

  private final Consortium consortium;
  private final Path folder;
  private final Path underWay;

  /**
   * Nothing is written yet.
   *
   * @param folder receives {@code exports/}, {@code truth/} and {@code consortium.key}; every
   *     process that takes a step sees it under this path
   */
  public ConsortiumExport(Consortium consortium, Path folder) {
    this.consortium = consortium;
    this.folder = folder;
    this.underWay = folder.resolve(UNDER_WAY);
  }

  /** How many sites there are. */
  public int sites() {
    return consortium.members().size();
  }

  /** The parts of all sites. */
  public List<SitePart> parts() {
    List<SitePart> parts = new ArrayList<>();
    List<SimulatedSite> sites = consortium.members();
    for (int site = 0; site < sites.size(); site++) {
      int patients = sites.get(site).patients();
      for (int from = 0, number = 0; from < patients; from += PART, number++) {
        parts.add(new SitePart(site, number, parts.size(), from, Math.min(from + PART, patients)));
      }
    }
    return parts;
  }

  /**
   * Makes room.
   *
   * @throws UserException where the folder holds exports
   */
  public void begin() throws IOException {
    Path exports = folder.resolve(EXPORTS);
    if (Files.exists(exports) && !isEmpty(exports)) {
      throw new UserException(
          "Cannot write simulated exports: " + exports + " (expected no such folder yet)");
    }
    clear(underWay);
    for (SimulatedSite site : consortium.members()) {
      Files.createDirectories(exportOf(site).folder());
    }
    Files.createDirectories(truthFolder().folder());
  }

  /** What is known of a whole site, by its place. */
  public SiteTruth truth(int place) {
    BestPossible best =
        consortium
            .members()
            .get(place)
            .bestPossible(consortium.seeds(), consortium.truthPatients());
    return new SiteTruth(place, best.shareElsewhere(), best.areas());
  }

  /** Writes a part of a site's export. */
  public WrittenPart write(SitePart part, SiteTruth truth) throws IOException {
    SimulatedSite site = consortium.members().get(part.site());
    return new PartWriter(consortium, site, truth).write(part, exportOf(site), truthFolder());
  }

  /**
   * Makes a site's export of its parts.
   *
   * @param parts of this site, in order
   */
  public void join(int place, List<WrittenPart> parts) throws IOException {
    SimulatedSite site = consortium.members().get(place);
    SiteFolder export = exportOf(site);
    Files.writeString(
        export.folder().resolve("site.conf"), SiteConf.of(site), StandardCharsets.UTF_8);
    Map<String, Long> rows = new HashMap<>();
    parts.forEach(part -> add(rows, part.rows()));
    for (JointFile file : jointFiles(site, rows)) {
      export.join(file, parts.size());
    }
    if (site.format().segmentMeans().isEmpty()) {
      for (int part = 0; part < parts.size(); part++) {
        Files.delete(export.part(PartWriter.MEANS, part));
      }
    }
    export.end();
  }

  /**
   * Writes the truth and the key, and shows everything as one.
   *
   * @param truths of all sites, in order
   * @param parts of all sites, in order
   */
  public void finish(List<SiteTruth> truths, List<WrittenPart> parts) throws IOException {
    SiteFolder truth = truthFolder();
    truth.join(
        JointFile.table(PartWriter.PATIENTS, PartWriter.TRUTH, PatientTruth.COLUMNS), parts.size());
    truth.end();
    Files.writeString(truth.folder().resolve("truth.json"), json(truths, parts));
    String key =
        Digest.sha256()
            .add("key of simulated data")
            .add(String.valueOf(consortium.seeds().root()))
            .hex();
    Path file = folder.resolve("consortium.key");
    Files.writeString(file, key + "\n");
    PosixFileAttributeView rights = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (rights != null) {
      // As a real one has to be.
      rights.setPermissions(PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(
        folder.resolve("README.txt"),
        "Simulated exports with invented patients. consortium.key follows from the seed: it is no"
            + " secret,\nand for simulated data only. truth/ is for checks and never for ingest.\n");
    clear(folder.resolve(TRUTH));
    Files.move(underWay.resolve(TRUTH), folder.resolve(TRUTH), StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(folder.resolve(EXPORTS));
    Files.move(underWay.resolve(EXPORTS), folder.resolve(EXPORTS), StandardCopyOption.ATOMIC_MOVE);
    Files.delete(underWay);
  }

  /** Takes away what is half written. */
  public void abandon() throws IOException {
    clear(underWay);
  }

  /** All steps, one after the other. */
  public void writeAll() throws IOException {
    begin();
    List<SiteTruth> truths = new ArrayList<>();
    for (int site = 0; site < consortium.members().size(); site++) {
      truths.add(truth(site));
    }
    List<WrittenPart> written = new ArrayList<>();
    for (SitePart part : parts()) {
      written.add(write(part, truths.get(part.site())));
    }
    for (int site = 0; site < consortium.members().size(); site++) {
      int place = site;
      join(site, written.stream().filter(part -> part.part().site() == place).toList());
    }
    finish(truths, written);
  }

  private static List<JointFile> jointFiles(SimulatedSite site, Map<String, Long> rows) {
    List<JointFile> files = new ArrayList<>(PartWriter.jointFiles(site.format()));
    files.addAll(site.format().layout().jointFiles(site.format().style(), rows));
    return files;
  }

  private String json(List<SiteTruth> truths, List<WrittenPart> parts) throws IOException {
    TruthJson json = new TruthJson(consortium.seeds().root(), consortium.configuration());
    for (SiteTruth truth : truths) {
      SimulatedSite site = consortium.members().get(truth.site());
      Map<String, Long> before = new HashMap<>();
      jointFiles(site, Map.of()).forEach(file -> before.put(file.name(), (long) file.headRows()));
      List<PlantedFault> faults = new ArrayList<>();
      for (WrittenPart part : parts) {
        if (part.part().site() == truth.site()) {
          part.faults().forEach(fault -> faults.add(fault.after(before)));
          add(before, part.rows());
        }
      }
      json.site(site, faults, truth);
    }
    return json.text();
  }

  private static void add(Map<String, Long> rows, Map<String, Integer> more) {
    more.forEach((file, count) -> rows.merge(file, (long) count, Long::sum));
  }

  private SiteFolder exportOf(SimulatedSite site) {
    return new SiteFolder(underWay.resolve(EXPORTS).resolve(site.id().value()));
  }

  private SiteFolder truthFolder() {
    return new SiteFolder(underWay.resolve(TRUTH));
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  private static void clear(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(each);
      }
    }
  }
}
