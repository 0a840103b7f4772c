package org.polarfold.simulate;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polarfold.experiment.Settings;
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
  private final String configuration;

  Consortium(long seed, int truthPatients, List<SimulatedSite> sites, String configuration) {
    this.configuration = configuration;
    this.seeds = new Seeds(seed);
    this.truthPatients = truthPatients;
    this.sites = withFirst(sites);
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
    Consortium consortium =
        new Consortium(seed, truthPatients, List.copyOf(sites.values()), simulate.asText());
    consortium.requireOwnNumbers(simulate);
    consortium.requireEnoughToShare(simulate);
    return consortium;
  }

  /** Two sites whose numbers begin alike would share patients that nobody planted. */
  private void requireOwnNumbers(Settings simulate) {
    Map<String, SiteId> siteByIdentifier = new HashMap<>();
    for (SimulatedSite site : sites) {
      SiteId other = siteByIdentifier.put(site.format().identifier(), site.id());
      if (other != null) {
        throw simulate.invalid(
            "sites",
            "an identifier of its own for every site, and "
                + other
                + " and "
                + site.id()
                + " have "
                + site.format().identifier());
      }
    }
  }

  private void requireEnoughToShare(Settings simulate) {
    long sound = first().sound();
    for (SimulatedSite site : sites) {
      if (site.faults().getOrDefault(FaultKind.SAME_PATIENT, 0) > sound) {
        throw simulate.invalid(
            "sites",
            "at "
                + site.id()
                + " no more faults same-patient than the first site by name, "
                + first().id()
                + ", has patients without a fault, "
                + sound);
      }
    }
  }

  /** Whoever comes first has nobody before it whose patients it could examine again. */
  private static List<SimulatedSite> withFirst(List<SimulatedSite> sites) {
    SiteId first = first(sites).id();
    return sites.stream()
        .map(
            site -> {
              Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
              faults.putAll(site.faults());
              if (site.id().equals(first)) {
                faults.remove(FaultKind.SAME_PATIENT);
              }
              return site.with(faults);
            })
        .toList();
  }

  private static SimulatedSite first(List<SimulatedSite> sites) {
    return sites.stream().min(Comparator.comparing(site -> site.id().value())).orElseThrow();
  }

  /** The first site by name, whose patients others may share. */
  SimulatedSite first() {
    return first(sites);
  }

  /** The block that it was read from, as JSON. */
  String configuration() {
    return configuration;
  }

  /** From how many people the areas that no score exceeds are computed. */
  int truthPatients() {
    return truthPatients;
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
}
