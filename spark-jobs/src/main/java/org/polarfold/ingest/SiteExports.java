package org.polarfold.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.ingest.SiteExport.Identity;
import org.polarfold.ingest.SiteExport.Origin;
import org.polarfold.provenance.Digest;
import org.polarfold.store.IngestLedger.Failure;
import org.polarfold.study.SiteId;
import scala.Tuple3;

/**
 * The exports of a consortium: a folder that holds one folder a site.
 *
 * @param folders of the sites whose site.conf is sound, in order of the folders' names
 * @param failures the other folders, and what is wrong with them; a folder whose name could not be
 *     a site's is told by its place in the order of names
 */
public record SiteExports(List<SiteFolder> folders, List<Failure> failures) {

  /** Raised whenever the same files may become other studies: then every site is read again. */
  private static final String READING = "polarfold-reading/3";

  /**
   * Looks at every folder; hidden folders and files beside the folders are none.
   *
   * @param exports a folder that the driver and every executor see under this path
   * @throws UserException where it cannot be read or holds no folder
   */
  public static SiteExports of(SparkSession spark, Path exports, Pseudonyms pseudonyms) {
    List<Failure> failures = new ArrayList<>();
    Map<Path, SiteExport> sound = new HashMap<>();
    List<Path> folders = named(folders(exports), exports, failures);
    Map<SiteId, Path> named = new HashMap<>();
    Set<SiteId> twice = new HashSet<>();
    for (Path folder : folders) {
      try {
        SiteExport export = SiteConf.read(folder);
        requireKey(folder, export, pseudonyms);
        sound.put(folder, export);
        if (named.putIfAbsent(export.site(), folder) != null) {
          twice.add(export.site());
        }
      } catch (UserException fault) {
        failures.add(failure(folder, fault));
      }
    }
    for (Path folder : folders) {
      SiteExport export = sound.get(folder);
      if (export != null && twice.contains(export.site())) {
        // Nobody can tell which of them is meant, so neither is read.
        sound.remove(folder);
        failures.add(failure(folder, sameName(folder, export.site())));
      }
    }
    return digested(
        spark, folders.stream().filter(sound::containsKey).toList(), sound, failures, pseudonyms);
  }

  /**
   * The folders that are named as a site could be. Another name may be a patient's, whose folder
   * was put there by mistake; it is told by its place, since whatever is told of a site has its
   * folder's name in it.
   */
  private static List<Path> named(List<Path> folders, Path exports, List<Failure> failures) {
    List<Path> named = new ArrayList<>();
    for (int i = 0; i < folders.size(); i++) {
      if (SiteId.isValid(folders.get(i).getFileName().toString())) {
        named.add(folders.get(i));
      } else {
        String called = "folder " + (i + 1);
        failures.add(
            new Failure(
                called,
                "Cannot read a site's export: "
                    + called
                    + " of "
                    + exports
                    + " in order of name (expected a name of 1 to 40 of a-z, 0-9 and -)"));
      }
    }
    return named;
  }

  /** One job, one task a site: every byte is read once. */
  private static SiteExports digested(
      SparkSession spark,
      List<Path> folders,
      Map<Path, SiteExport> exports,
      List<Failure> failures,
      Pseudonyms pseudonyms) {
    // Travels in the closure, which Spark serialises by Java's own means whatever it is told.
    ArrayList<String> paths = new ArrayList<>();
    folders.forEach(folder -> paths.add(folder.toString()));
    MapFunction<Long, Tuple3<String, String, String>> digest =
        site -> {
          ExportContent content = new ExportContent(Path.of(paths.get(Math.toIntExact(site))));
          try {
            String state = content.state();
            return new Tuple3<>(state, content.digest(), "");
          } catch (UserException fault) {
            return new Tuple3<>("", "", String.valueOf(fault.getMessage()));
          }
        };
    List<Tuple3<String, String, String>> digests =
        spark
            .range(0, paths.size(), 1, Math.max(1, paths.size()))
            .map(digest, Encoders.tuple(Encoders.STRING(), Encoders.STRING(), Encoders.STRING()))
            .collectAsList();
    List<SiteFolder> sites = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      Path folder = folders.get(i);
      SiteExport export = java.util.Objects.requireNonNull(exports.get(folder));
      Tuple3<String, String, String> of = digests.get(i);
      if (!of._3().isEmpty()) {
        failures.add(new Failure(folder.getFileName().toString(), of._3()));
      } else {
        sites.add(
            new SiteFolder(
                folder.toString(),
                export.site().value(),
                export.origin() == Origin.SIMULATED,
                of._1(),
                Digest.sha256().add(READING).add(pseudonyms.check()).add(of._2()).hex()));
      }
    }
    return new SiteExports(sites, failures);
  }

  private static void requireKey(Path folder, SiteExport export, Pseudonyms pseudonyms) {
    if (export.identity() == Identity.IDENTIFIER && !pseudonyms.hasKey()) {
      throw new UserException(
          "Cannot pseudonymise "
              + folder.resolve(SiteConf.NAME)
              + ": identity = identifier (expected the consortium's key)");
    }
  }

  private static UserException sameName(Path folder, SiteId site) {
    return new UserException(
        "Invalid site in "
            + folder.resolve(SiteConf.NAME)
            + ": site = "
            + site
            + " (expected a name that no other folder's site.conf has)");
  }

  private static Failure failure(Path folder, UserException fault) {
    return new Failure(folder.getFileName().toString(), String.valueOf(fault.getMessage()));
  }

  private static List<Path> folders(Path exports) {
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> entries = Files.list(exports.toAbsolutePath().normalize())) {
      entries
          .filter(entry -> Files.isDirectory(entry))
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted()
          .forEach(folders::add);
    } catch (IOException e) {
      throw new UserException(
          "Cannot read exports: " + exports + " (expected a readable folder)", e);
    }
    if (folders.isEmpty()) {
      throw new UserException(
          "Cannot read exports: " + exports + " (expected one folder a site, found none)");
    }
    return folders;
  }
}
