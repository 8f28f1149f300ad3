"""What people see: the map page, the report and the pictures in them."""
