"""The import « en masse » of profiles (sources 000 and 001): a file, its preview, its application, its report."""
