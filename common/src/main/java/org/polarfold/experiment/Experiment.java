package org.polarfold.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.polarfold.UserException;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

/**
 * One experiment, wholly validated.
 *
 * @param name names its runs: letters, digits and -
 * @param seed root of every seed
 * @param data where it reads and writes
 * @param splitting who trains and who is held out
 * @param maps the maps that cells are trained on, each entry by itself
 * @param targets what is told from them; {@code impaired_mfr} is always learnt in step 1
 * @param circular targets of which it is known, and wanted, that a map itself defines them
 * @param seeds one training of every cell for each of them
 * @param network what they look with
 * @param harmonisation how sites are made alike in what it sees
 * @param training how networks are trained
 * @param comparators the conventional models beside them
 * @param subgroups by whom estimates are parted
 */
public record Experiment(
    String name,
    long seed,
    DataLocations data,
    Splitting splitting,
    List<InputMaps> maps,
    List<Target> targets,
    List<Target> circular,
    List<Long> seeds,
    Network network,
    SiteHarmonisation harmonisation,
    Training training,
    Comparators comparators,
    Subgroups subgroups) {

  /**
   * Where an experiment reads and writes.
   *
   * @param exports folder of the sites' exports
   * @param lake folder of studies, features and runs: a path, or an address as {@code
   *     hdfs://host/lake}
   * @param keyFile file that holds the consortium's pseudonymisation key in hexadecimal, if one
   *     does
   * @param keyVariable environment variable that holds it, if one does; at most one of the two
   */
  public record DataLocations(
      Path exports, String lake, Optional<Path> keyFile, Optional<String> keyVariable) {

    private static final Pattern GLOB = Pattern.compile("[\\[\\]{}*?]");

    /**
     * Refuses a lake that Spark could not find again.
     *
     * @throws UserException where its path holds a character of a pattern
     */
    public DataLocations {
      if (GLOB.matcher(lake).find()) {
        throw new UserException(
            "Invalid path of a lake: "
                + lake
                + " (expected none of [ ] { } * ? in it: Spark reads them as a pattern)");
      }
    }

    static DataLocations from(Settings settings) {
      if (settings.has("key-file") && settings.has("key-variable")) {
        throw settings.invalid("key-variable", "none where there is a key-file");
      }
      return new DataLocations(
          settings.path("exports"),
          settings.location("lake"),
          settings.has("key-file") ? Optional.of(settings.path("key-file")) : Optional.empty(),
          settings.has("key-variable")
              ? Optional.of(settings.text("key-variable"))
              : Optional.empty());
    }
  }

  /**
   * Reads an experiment and leaves other blocks of the file to other readers.
   *
   * @throws UserException for a key that is missing, mistyped or out of its range
   */
  public static Experiment from(Settings settings) {
    String name = settings.text("name");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9-]{0,39}")) {
      throw settings.invalid("name", "1 to 40 letters, digits and -");
    }
    List<Target> targets = settings.choices("targets", Target.class);
    Splitting splitting = Splitting.from(settings.block("split"));
    if (!targets.contains(splitting.primaryTarget())) {
      throw settings.invalid(
          "targets", "split.primary-target, " + splitting.primaryTarget().key() + ", among them");
    }
    List<InputMaps> maps =
        settings.combinations("maps", MapKind.class).stream().map(InputMaps::new).toList();
    Network network = settings.optionalBlock("network").map(Network::from).orElse(Network.SHIPPED);
    if (network.backbone() == Network.Backbone.RESNET_50
        && maps.stream().anyMatch(seen -> seen.kinds().size() == 2)) {
      throw settings.invalid("maps", "one map or all three joined by - for the three channels");
    }
    Training training = Training.from(settings.block("training"));
    if (splitting.designs().contains(Splitting.Design.SINGLE_SITE)
        && training
            .selection()
            .filter(chosen -> chosen.rule() == Selection.Rule.LEAVE_ONE_DOMAIN_OUT)
            .isPresent()) {
      throw settings
          .block("training")
          .block("selection")
          .invalid("rule", "another rule where split.designs has single-site: no other is left");
    }
    return new Experiment(
        name,
        settings.wholeLong("seed", Long.MIN_VALUE, Long.MAX_VALUE),
        DataLocations.from(settings.block("data")),
        splitting,
        maps,
        targets,
        settings.has("circular") ? settings.choices("circular", Target.class) : List.of(),
        settings.wholes("seeds"),
        network,
        settings
            .optionalBlock("harmonisation")
            .map(SiteHarmonisation::from)
            .orElse(SiteHarmonisation.NONE),
        training,
        Comparators.from(settings.block("comparators")),
        settings.optionalBlock("subgroups").map(Subgroups::from).orElse(Subgroups.USUAL));
  }

  /** Every kind of map that any of {@link #maps} has. */
  public List<MapKind> mapKinds() {
    return maps.stream().flatMap(seen -> seen.kinds().stream()).distinct().sorted().toList();
  }

  /** The same experiment on data that lie elsewhere. */
  public Experiment withData(DataLocations elsewhere) {
    return new Experiment(
        name,
        seed,
        elsewhere,
        splitting,
        maps,
        targets,
        circular,
        seeds,
        network,
        harmonisation,
        training,
        comparators,
        subgroups);
  }

  /** The same experiment with other draws. */
  public Experiment withSeed(long other) {
    return new Experiment(
        name,
        other,
        data,
        splitting,
        maps,
        targets,
        circular,
        seeds,
        network,
        harmonisation,
        training,
        comparators,
        subgroups);
  }
}
