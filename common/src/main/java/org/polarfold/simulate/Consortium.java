package org.polarfold.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;
import org.polarfold.provenance.Digest;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.SiteId;

/**
 * A simulated consortium: several sites with invented patients, a known truth, and exports as
 * different as hospitals make them. Its results say nothing about patients.
 */
public final class Consortium {

  private static final int MOST_SITES = 10_000;
  private static final int USUAL_TRUTH_PATIENTS = 10_000;

  private final Seeds seeds;
  private final int truthPatients;
  private final List<SimulatedSite> sites;

  Consortium(long seed, int truthPatients, List<SimulatedSite> sites) {
    this.seeds = new Seeds(seed);
    this.truthPatients = truthPatients;
    this.sites = List.copyOf(sites);
  }

  /**
   * Reads a consortium from a {@code simulate} block: {@code seed}; {@code sites}, a block a site
   * by its name, or by what the names of its {@code copies} begin with; where something else is to
   * be supposed of patients {@code patient-model}; {@code truth-patients}, from how many people of
   * each site the best possible areas are computed. {@code templates} may hold blocks that sites
   * are written with, and is not read by itself. {@code conf/consortium-simulated.conf} shows every
   * key.
   *
   * @throws UserException with file, line, key and value where the block is not valid
   */
  public static Consortium from(Settings simulate) {
    long seed = simulate.wholeLong("seed", 0, Long.MAX_VALUE);
    int truthPatients = simulate.whole("truth-patients", 40, 10_000_000, USUAL_TRUTH_PATIENTS);
    PatientModel model = PatientSettings.read(simulate.optionalBlock("patient-model"));
    Settings blocks = simulate.block("sites");
    Map<SiteId, SimulatedSite> sites = new LinkedHashMap<>();
    for (String name : blocks.keys()) {
      SiteId id = blocks.checked(name, () -> new SiteId(name));
      for (SimulatedSite site : SiteSettings.read(blocks.block(name), id, model)) {
        if (sites.put(site.id(), site) != null) {
          throw blocks.invalid(name, "copies whose names no other site has");
        }
      }
    }
    if (sites.isEmpty() || sites.size() > MOST_SITES) {
      throw simulate.invalid("sites", "1 to " + MOST_SITES + " sites");
    }
    simulate.has("templates");
    simulate.done();
    return new Consortium(seed, truthPatients, List.copyOf(sites.values()));
  }

  /** The names of the sites, in the order of the configuration. */
  public List<SiteId> sites() {
    return sites.stream().map(SimulatedSite::id).toList();
  }

  /** What all draws come from. */
  Seeds seeds() {
    return seeds;
  }

  /** The sites with everything that is true of them, in the same order. */
  List<SimulatedSite> members() {
    return sites;
  }

  /**
   * Writes {@code exports/<site>/}, {@code truth/} and {@code consortium.key} (64 hexadecimal
   * digits, derived from the seed: no secret, for simulated data only). The bytes depend on the
   * configuration alone; a site's on that site and the seed alone.
   *
   * @param folder made if need be; holds no exports yet
   * @throws UserException where it does
   * @throws IOException where a file cannot be written
   */
  public void writeExports(Path folder) throws IOException {
    Path exports = folder.resolve("exports");
    refuseFull(exports);
    Path truthFolder = Files.createDirectories(folder.resolve("truth"));
    try (TruthWriter truth = new TruthWriter(truthFolder, seeds.root())) {
      for (SimulatedSite site : sites) {
        Path own = Files.createDirectories(exports.resolve(site.id().value()));
        BestPossible best = site.bestPossible(seeds, truthPatients);
        List<PlantedFault> faults = new SiteExportWriter(site, seeds).write(own, best, truth);
        truth.site(site, faults, best.areas());
      }
      truth.finish();
    }
    String key =
        Digest.sha256().add("key of simulated data").add(String.valueOf(seeds.root())).hex();
    Files.writeString(folder.resolve("consortium.key"), key + "\n");
    Files.writeString(
        folder.resolve("README.txt"),
        "Simulated exports with invented patients. consortium.key follows from the seed: it is no"
            + " secret,\nand for simulated data only. truth/ is for checks and never for ingest.\n");
  }

  private static void refuseFull(Path exports) throws IOException {
    if (!Files.exists(exports)) {
      return;
    }
    try (Stream<Path> inside = Files.list(exports)) {
      if (inside.findAny().isPresent()) {
        throw new UserException(
            "Cannot write simulated exports: " + exports + " (expected no such folder yet)");
      }
    }
  }
}
