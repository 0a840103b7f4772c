package org.polarfold.experiment;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Includes of a configuration: files of its own folder whose names end in .conf, by relative path,
 * and nothing else. A configuration that another institution sent must not read this machine's
 * files or call out, nor a table of patients, of which the complaint about its grammar would tell
 * words; nor wait for a pipe.
 */
final class SameFolderIncluder
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

  private static final String EXTENSION = ".conf";
  private static final long MOST_BYTES = 1 << 20;

  private final Path folder;

  /**
   * @param folder of the configuration
   */
  SameFolderIncluder(Path folder) {
    this.folder = folder;
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    if (what.startsWith("/") || what.contains("..") || what.contains("\\") || what.contains(":")) {
      throw refused(what);
    }
    if (!what.endsWith(EXTENSION)) {
      throw refused(what, "a name that ends in " + EXTENSION);
    }
    ConfigParseable found = context.relativeTo(what);
    String file = found.origin().filename();
    if (file != null && !isOwn(Path.of(file))) {
      throw refused(what, "a file inside the configuration's folder of at most 1 MiB");
    }
    return found.parse(context.parseOptions().setAllowMissing(false));
  }

  private boolean isOwn(Path file) {
    try {
      return file.toRealPath().startsWith(folder.toRealPath())
          && Files.isRegularFile(file)
          && Files.size(file) <= MOST_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    throw refused(what);
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refused(what);
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw refused(what);
  }

  private static ConfigException refused(Object what) {
    return refused(what, "a relative path inside the configuration's folder");
  }

  private static ConfigException refused(Object what, String expected) {
    return new ConfigException.Generic(
        "an include of " + what + " is refused (expected " + expected + ")");
  }
}
