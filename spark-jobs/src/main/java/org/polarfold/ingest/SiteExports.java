package org.polarfold.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.polarfold.UserException;
import org.polarfold.ingest.SiteExport.Identity;
import org.polarfold.study.SiteId;

/** The exports of a consortium: a folder that holds one folder a site. */
public final class SiteExports {

  private SiteExports() {}

  /**
   * The folders of all sites, sorted by name, once every site.conf and every header has been found
   * sound; hidden folders and files beside the folders are none.
   *
   * @param exports a folder that the driver and every executor see under this path
   * @throws UserException where a site.conf or header is wrong, two folders name one site, or a
   *     site sends identifiers and there is no key
   */
  public static List<Path> checked(Path exports, Pseudonyms pseudonyms) {
    List<Path> folders = folders(exports);
    Map<SiteId, Path> named = new HashMap<>();
    for (Path folder : folders) {
      SiteExport export = SiteConf.read(folder);
      Path other = named.putIfAbsent(export.site(), folder);
      if (other != null) {
        throw new UserException(
            "Invalid site in "
                + folder.resolve(SiteConf.NAME)
                + ": site = "
                + export.site()
                + " (expected another name than that of "
                + other.resolve(SiteConf.NAME)
                + ")");
      }
      if (export.identity() == Identity.IDENTIFIER && !pseudonyms.hasKey()) {
        throw new UserException(
            "Cannot pseudonymise "
                + folder.resolve(SiteConf.NAME)
                + ": identity = identifier (expected the consortium's key)");
      }
      checkHeaders(export, pseudonyms);
    }
    return folders;
  }

  private static void checkHeaders(SiteExport export, Pseudonyms pseudonyms) {
    try {
      new SiteRecords(export, pseudonyms).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> folders(Path exports) {
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> entries = Files.list(exports)) {
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
